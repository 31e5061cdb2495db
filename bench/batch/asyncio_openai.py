"""A batch as people write it in Python: a semaphore keeps the number of requests in flight."""

import asyncio
import json
import os
import resource
import time

from openai import AsyncOpenAI

EARLY = int(os.environ["BATCH_EARLY"])


def resident() -> int:
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


async def main() -> None:
    client = AsyncOpenAI(api_key="ak_bench", base_url=os.environ["BATCH_BASE_URL"])
    limit = asyncio.Semaphore(int(os.environ["BATCH_CONCURRENCY"]))
    done = 0
    early = 0

    async def ask(line: str, output) -> None:
        nonlocal done, early
        async with limit:
            request = json.loads(line)
            completion = await client.chat.completions.create(**request["body"])
            response = {"status_code": 200, "body": completion.model_dump()}
            output.write(json.dumps({"custom_id": request["custom_id"], "response": response, "error": None}) + "\n")
            done += 1
            if done == EARLY:
                early = resident()

    start, cpu = time.perf_counter(), time.thread_time()
    with open(os.environ["BATCH_INPUT"]) as lines, open(os.environ["BATCH_OUTPUT"], "w") as output:
        await asyncio.gather(*(ask(line, output) for line in lines))
    ms, main_us = (time.perf_counter() - start) * 1000, (time.thread_time() - cpu) * 1e6
    print(json.dumps({"ms": ms, "mainUs": main_us, "rssEarly": early, "rssEnd": resident()}))


asyncio.run(main())
