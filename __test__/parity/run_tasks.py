"""Runs tasks with the published Python client and prints what came of them, as JSON.

Reads {"origin": ..., "closed": ..., "tasks": [...]} from the standard input. Waits between attempts are left out: their
length is not compared.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import auriko._client
from auriko import Client
from auriko.errors import AurikoAPIError
from auriko.route_types import GatewayOptions, RoutingOptions

auriko._client.time = SimpleNamespace(sleep=lambda seconds: None)


def plain(value):
    if value is None:
        return None
    return value.model_dump(mode="json", exclude_unset=True)


def describe_headers(headers, outcome):
    outcome["headers.requestId"] = headers.request_id
    outcome["headers.retryAfter"] = headers.retry_after_seconds
    outcome["headers.rateLimit"] = [
        headers.rate_limit_limit,
        headers.rate_limit_remaining,
        headers.rate_limit_reset,
    ]
    outcome["headers.credits"] = headers.credits_balance_microdollars
    outcome["headers.tokenCountModel"] = headers.token_count_model


def describe_error(error, outcome):
    outcome["error.class"] = type(error).__name__
    if not isinstance(error, AurikoAPIError):
        return
    outcome["error.status"] = error.status_code
    outcome["error.type"] = error.type
    outcome["error.code"] = error.code
    outcome["error.param"] = error.param
    outcome["error.message"] = error.message
    outcome["error.requestId"] = error.request_id
    outcome["error.provider"] = error.provider
    outcome["error.docUrl"] = error.doc_url
    outcome["error.retryAfter"] = error.retry_after_seconds
    outcome["error.body"] = error.body


def read(stream, task, outcome, chat):
    describe_headers(stream.response_headers, outcome)
    events = outcome["events"] = []
    try:
        for event in stream:
            events.append(plain(event))
        if task.get("twice"):
            for event in stream:
                events.append(plain(event))
    finally:
        if chat:
            outcome["usage"] = plain(stream.usage)
            outcome["routing"] = plain(stream.routing_metadata)
        else:
            outcome["completed"] = plain(stream.completed_response)


def call(client, task, outcome):
    params = dict(task.get("params") or {})
    if task.get("typedGateway"):
        params["gateway"] = GatewayOptions(routing=RoutingOptions(**params["gateway"]["routing"]))
    if task.get("extraBody") is not None:
        params["extra_body"] = task["extraBody"]
    name = task["call"]
    if name in ("chat", "responses"):
        resource = client.chat.completions if name == "chat" else client.responses
        result = resource.create(**params)
        outcome["result"] = plain(result)
        describe_headers(result.response_headers, outcome)
    elif name in ("chat.stream", "responses.stream"):
        chat = name == "chat.stream"
        resource = client.chat.completions if chat else client.responses
        read(resource.create(**params, stream=True), task, outcome, chat)
    else:
        method = {
            "models.list": lambda: client.models.list(**params),
            "models.retrieve": lambda: client.models.retrieve(params["model_id"]),
            "models.directory": client.models.list_directory,
            "models.registry": client.models.list_registry,
            "models.providers": client.models.list_providers,
            "me": client.me.get,
        }[name]
        outcome["result"] = plain(method())


def run(task, base_url):
    outcome = {}
    options = {"api_key": task.get("apiKey", "ak_test_parity"), "base_url": base_url}
    if "timeoutMs" in task:
        options["timeout"] = task["timeoutMs"] / 1000
    if "maxRetries" in task:
        options["max_retries"] = task["maxRetries"]
    try:
        with Client(**options) as client:
            if task["call"] != "construct":
                call(client, task, outcome)
    except Exception as error:
        describe_error(error, outcome)
    return outcome


def main():
    given = json.load(sys.stdin)
    os.environ.pop("AURIKO_API_KEY", None)

    def numbered(item):
        index, task = item
        origin = given["closed"] if task.get("unreachable") else given["origin"]
        return run(task, f"{origin}/python/{index}{task.get('base', '/v1')}")

    with ThreadPoolExecutor(16) as pool:
        json.dump(list(pool.map(numbered, enumerate(given["tasks"]))), sys.stdout)


main()
