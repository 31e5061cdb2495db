"""What programs do with the official `openai` package, each as a function that the tests call."""

import asyncio
import json
import os

import openai
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

MODEL = "gpt-4o"
HELLO = [{"role": "user", "content": "Hello"}]
WEATHER = [{"role": "user", "content": "What is the weather in Rome?"}]
CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
CHAT_TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": CITY, "strict": True}}
RESPONSES_TOOL = {"type": "function", "name": "get_weather", "parameters": CITY, "strict": True}


class Person(BaseModel):
    name: str
    age: int
    tags: list[str]


def chat(base_url: str, api_key: str, **options):
    client = OpenAI(base_url=base_url, api_key=api_key)
    raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=HELLO, **options)
    return {"request_id": raw.request_id, **raw.parse().model_dump()}


def from_environment(base_url: str, api_key: str):
    os.environ.update(OPENAI_BASE_URL=base_url, OPENAI_API_KEY=api_key)
    return OpenAI().chat.completions.create(model=MODEL, messages=HELLO).choices[0].message.content


def stream(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    chunks = client.chat.completions.create(
        model=MODEL, messages=HELLO, stream=True, stream_options={"include_usage": True}
    )
    return [chunk.model_dump() for chunk in chunks]


def stream_helper(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    with client.chat.completions.stream(model=MODEL, messages=WEATHER, tools=[CHAT_TOOL]) as events:
        kinds = {event.type for event in events}
        message = events.get_final_completion().choices[0].message
    return {"kinds": sorted(kinds), "arguments": message.tool_calls[0].function.parsed_arguments}


def tools(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    messages = list(WEATHER)
    asked = client.chat.completions.create(model=MODEL, messages=messages, tools=[CHAT_TOOL]).choices[0].message
    call = asked.tool_calls[0]
    messages += [asked, {"role": "tool", "tool_call_id": call.id, "content": "22 degrees"}]
    answer = client.chat.completions.create(model=MODEL, messages=messages, tools=[CHAT_TOOL])
    return {"arguments": json.loads(call.function.arguments), "answer": answer.choices[0].message.content}


def structured(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    completion = client.chat.completions.parse(model=MODEL, messages=HELLO, response_format=Person)
    return completion.choices[0].message.parsed.model_dump()


def models(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    return {
        "listed": [model.id for model in client.models.list()],
        "retrieved": client.models.retrieve(MODEL).model_dump(),
    }


def responses(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    return client.responses.create(model=MODEL, input="Hello", instructions="Be brief.").output_text


def responses_stream(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    with client.responses.stream(model=MODEL, input="Hello") as events:
        deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
        final = events.get_final_response()
    return {"deltas": deltas, "text": final.output_text, "status": final.status}


def responses_tools(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    conversation = list(WEATHER)
    first = client.responses.create(model=MODEL, input=conversation, tools=[RESPONSES_TOOL])
    call = next(item for item in first.output if item.type == "function_call")
    conversation += first.output
    conversation += [{"type": "function_call_output", "call_id": call.call_id, "output": "22 degrees"}]
    answer = client.responses.create(model=MODEL, input=conversation, tools=[RESPONSES_TOOL])
    return {"arguments": json.loads(call.arguments), "answer": answer.output_text}


def responses_structured(base_url: str, api_key: str):
    client = OpenAI(base_url=base_url, api_key=api_key)
    return client.responses.parse(model=MODEL, input="A person.", text_format=Person).output_parsed.model_dump()


def failure(base_url: str, api_key: str, model: str = MODEL, max_retries: int = 2, stream: bool = False):
    client = OpenAI(base_url=base_url, api_key=api_key, max_retries=max_retries)
    try:
        answer = client.chat.completions.create(model=model, messages=HELLO, stream=stream)
        if stream:
            list(answer)
    except openai.APIError as error:
        response = getattr(error, "response", None)
        return {
            "type": type(error).__name__,
            "status": getattr(error, "status_code", None),
            "code": error.code,
            "param": error.param,
            "retry_after": response.headers.get("retry-after") if response else None,
        }
    return None


def asynchronous(base_url: str, api_key: str):
    async def ask() -> dict:
        async with AsyncOpenAI(base_url=base_url, api_key=api_key) as client:
            whole = await client.chat.completions.create(model=MODEL, messages=HELLO)
            chunks = await client.chat.completions.create(model=MODEL, messages=HELLO, stream=True)
            pieces = [chunk.choices[0].delta.content or "" async for chunk in chunks if chunk.choices]
            return {"whole": whole.choices[0].message.content, "streamed": "".join(pieces)}

    return asyncio.run(ask())
