"""What programs do with the published `auriko` package, each as a function that the tests call."""

import asyncio
import json

import auriko
from auriko import AsyncClient, AurikoAsyncOpenAI, Client, map_openai_error, parse_routing_metadata
from auriko.errors import is_retryable
from auriko.models.providers import DirectoryResponse, Model, ModelsListResponse, ProviderList
from auriko.models.responses import UnknownOutputItem, UnknownStreamEvent
from auriko.route_types import GatewayOptions, RoutingMetadata, RoutingOptions
from openai import APIStatusError as OpenAIStatusError
from openai import OpenAI

MODEL = "gpt-4o"
HELLO = [{"role": "user", "content": "Hello"}]
WEATHER = [{"role": "user", "content": "What is the weather in Rome?"}]
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
CHAT_TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": CITY}}
RESPONSES_TOOL = {"type": "function", "name": "get_weather", "parameters": CITY}


def chat(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        completion = client.chat.completions.create(model=MODEL, messages=HELLO)
    headers = completion.response_headers
    return {
        "completion": completion.model_dump(),
        "typed": isinstance(completion.routing_metadata, RoutingMetadata),
        "undeclared": sorted(completion.model_extra),
        "request_id": headers.request_id,
        "limit": headers.rate_limit_limit,
        "remaining": headers.rate_limit_remaining,
        "reset": headers.rate_limit_reset,
        "credits": headers.credits_balance_microdollars,
    }


def routed(base_url: str, api_key: str, models: list, **routing):
    gateway = GatewayOptions(
        routing=RoutingOptions(**routing), models=models, metadata={"tags": ["interop"], "user_id": "u1"}
    )
    with Client(base_url=base_url, api_key=api_key, max_retries=0) as client:
        try:
            completion = client.chat.completions.create(messages=HELLO, gateway=gateway)
        except auriko.AurikoAPIError as error:
            return described(error)
    return completion.routing_metadata.model_dump()


def warned(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        completion = client.chat.completions.create(
            model="claude-sonnet-4-6", messages=HELLO, logit_bias={"1": 1}, seed=1, logprobs=True
        )
    return [warning.type.value for warning in completion.routing_metadata.warnings or []]


def cached(base_url: str, api_key: str):
    messages = [{"role": "system", "content": "Know this. " * 1000}, *HELLO]
    with Client(base_url=base_url, api_key=api_key) as client:
        first, second = (client.chat.completions.create(model=MODEL, messages=messages) for _ in range(2))
    return {
        "first": first.usage.prompt_tokens_details.cached_tokens,
        "second": second.usage.prompt_tokens_details.cached_tokens,
        "savings": second.routing_metadata.cost.cache_savings_usd,
        "percent": second.routing_metadata.cost.cache_savings_percent,
    }


def reasoning(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        completion = client.chat.completions.create(
            model="claude-sonnet-4-6", messages=HELLO, reasoning_effort="high"
        )
        message = completion.choices[0].message
        again = [*HELLO, message.model_dump(), {"role": "user", "content": "Go on."}]
        client.chat.completions.create(model="claude-sonnet-4-6", messages=again)
    return {
        "text": message.reasoning_content,
        "blocks": [type(block).__name__ for block in message.reasoning],
        "tokens": completion.usage.completion_tokens_details.reasoning_tokens,
    }


def images(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        completion = client.chat.completions.create(model="gemini-2.5-flash-image", messages=HELLO)
    return [image.model_dump() for image in completion.choices[0].message.images]


def stream(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        events = client.chat.completions.create(
            model=MODEL, messages=HELLO, stream=True, stream_options={"include_usage": True}
        )
        pieces = [chunk.choices[0].delta.content for chunk in events if chunk.choices]
    return {
        "pieces": [piece for piece in pieces if piece],
        "usage": events.usage.model_dump(),
        "metadata": events.routing_metadata.model_dump(),
        "request_id": events.response_headers.request_id,
    }


def tools(base_url: str, api_key: str):
    messages = list(WEATHER)
    with Client(base_url=base_url, api_key=api_key) as client:
        asked = client.chat.completions.create(model=MODEL, messages=messages, tools=[CHAT_TOOL]).choices[0]
        call = asked.message.tool_calls[0]
        messages += [
            asked.message.model_dump(),
            {"role": "tool", "tool_call_id": call.id, "content": "22 degrees"},
        ]
        answer = client.chat.completions.create(model=MODEL, messages=messages, tools=[CHAT_TOOL])
    return {
        "reason": asked.finish_reason,
        "arguments": json.loads(call.function.arguments),
        "answer": answer.choices[0].message.content,
    }


def structured(base_url: str, api_key: str):
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    response_format = {"type": "json_schema", "json_schema": {"name": "person", "schema": schema, "strict": True}}
    with Client(base_url=base_url, api_key=api_key) as client:
        completion = client.chat.completions.create(
            model=MODEL, messages=HELLO, response_format=response_format
        )
    return json.loads(completion.choices[0].message.content)


def catalogue(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        listed, for_responses = client.models.list(), client.models.list(endpoint="responses")
        answers = [
            (client.models.retrieve(MODEL), Model),
            (client.models.list_directory(), DirectoryResponse),
            (client.models.list_registry(), ModelsListResponse),
            (client.models.list_providers(), ProviderList),
        ]
    directory, registry, providers = (answer for answer, _ in answers[1:])
    return {
        "typed": all(isinstance(answer, kind) for answer, kind in answers),
        "retrieved": answers[0][0].model_dump(),
        "listed": [model.id for model in listed.data],
        "for_responses": [model.id for model in for_responses.data],
        "directory": sorted(directory.models),
        "offer": directory.models[MODEL].providers[0].model_dump(),
        "registry": [model.id for model in registry.models],
        "providers": [provider.id for provider in providers.providers],
        "counts": [registry.count, providers.count],
        "undeclared": sorted(
            {
                *directory.model_extra,
                *directory.models[MODEL].model_extra,
                *directory.models[MODEL].providers[0].model_extra,
                *registry.model_extra,
                *registry.models[0].model_extra,
                *providers.providers[0].model_extra,
                *listed.model_extra,
                *listed.data[0].model_extra,
            }
        ),
    }


def identity(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        me = client.me.get()
    return {**me.model_dump(), "undeclared": sorted(me.model_extra)}


def responses(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        answer = client.responses.create(model=MODEL, input="Hello", gateway={"routing": {"optimize": "tps"}})
    return {
        "text": answer.output_text,
        "status": answer.status,
        "undeclared": sorted(answer.model_extra),
        "known": not any(isinstance(item, UnknownOutputItem) for item in answer.output),
        "strategy": answer.routing_metadata.routing_strategy,
        "request_id": answer.response_headers.request_id,
    }


def responses_stream(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        stream = client.responses.create(
            model="gpt-oss-20b",
            input=WEATHER,
            tools=[RESPONSES_TOOL],
            reasoning={"effort": "high", "summary": "auto"},
            stream=True,
        )
        events = list(stream)
    return {
        "unknown": [event.type for event in events if isinstance(event, UnknownStreamEvent)],
        "types": [event.type for event in events],
        "items": [item.type for item in stream.completed_response.output],
        "unknown_items": [
            item.type for item in stream.completed_response.output if isinstance(item, UnknownOutputItem)
        ],
    }


def responses_tools(base_url: str, api_key: str):
    with Client(base_url=base_url, api_key=api_key) as client:
        first = client.responses.create(model=MODEL, input=WEATHER, tools=[RESPONSES_TOOL])
        call = next(item for item in first.output if item.type == "function_call")
        result = {"type": "function_call_output", "call_id": call.call_id, "output": "22 degrees"}
        answer = client.responses.create(
            model=MODEL,
            input=[*WEATHER, *(item.model_dump() for item in first.output), result],
            tools=[RESPONSES_TOOL],
        )
    return {"arguments": json.loads(call.arguments), "answer": answer.output_text}


def described(error: auriko.AurikoAPIError) -> dict:
    return {
        "class": type(error).__name__,
        "status": error.status_code,
        "type": error.type,
        "code": error.code,
        "param": error.param,
        "doc_url": error.doc_url,
        "provider": error.provider,
        "request_id": error.request_id,
        "retry_after": error.retry_after_seconds,
        "retryable": is_retryable(error),
    }


def failure(
    base_url: str,
    api_key: str,
    model: str = MODEL,
    max_retries: int = 2,
    stream: bool = False,
    endpoint: str = "chat",
):
    with Client(base_url=base_url, api_key=api_key, max_retries=max_retries) as client:
        try:
            if endpoint == "responses":
                answer = client.responses.create(model=model, input="Hello", stream=stream)
            else:
                answer = client.chat.completions.create(model=model, messages=HELLO, stream=stream)
            if stream:
                list(answer)
        except auriko.AurikoAPIError as error:
            return described(error)
    return None


def asynchronous(base_url: str, api_key: str):
    async def ask() -> dict:
        async with AsyncClient(base_url=base_url, api_key=api_key) as client:
            whole = await client.chat.completions.create(model=MODEL, messages=HELLO)
            chunks = await client.chat.completions.create(model=MODEL, messages=HELLO, stream=True)
            pieces = [chunk.choices[0].delta.content or "" async for chunk in chunks if chunk.choices]
            events = await client.responses.create(model=MODEL, input="Hello", stream=True)
            async for _ in events:
                pass
            return {
                "whole": whole.choices[0].message.content,
                "streamed": "".join(pieces),
                "response": events.completed_response.status,
                "me": (await client.me.get()).status,
            }

    return asyncio.run(ask())


def bridge(base_url: str, api_key: str):
    """The helpers for users of the `openai` package."""
    client = OpenAI(base_url=base_url, api_key=api_key)
    extra_body = RoutingOptions(optimize="ttft").to_extra_body()
    completion = client.chat.completions.create(model=MODEL, messages=HELLO, extra_body=extra_body)
    try:
        client.chat.completions.create(model="no-such-model", messages=HELLO)
    except OpenAIStatusError as error:
        return {
            "strategy": parse_routing_metadata(completion).routing_strategy,
            "error": described(map_openai_error(error)),
        }


def openai_subclass(base_url: str, api_key: str):
    seen = []

    async def ask() -> dict:
        async with AurikoAsyncOpenAI(
            base_url=base_url, api_key=api_key, on_response=lambda metadata: seen.append(metadata.provider)
        ) as client:
            await client.chat.completions.create(model=MODEL, messages=HELLO)
            chunks = await client.chat.completions.create(model=MODEL, messages=HELLO, stream=True)
            async for _ in chunks:
                pass
            last = client.last_routing_metadata
            try:
                await client.chat.completions.create(model="no-such-model", messages=HELLO)
            except auriko.NotFoundError as error:
                return {
                    "seen": seen,
                    "last": last.provider if last else None,
                    "both": isinstance(error, OpenAIStatusError),
                    "code": error.code,
                }

    return asyncio.run(ask())
