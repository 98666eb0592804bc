"""Many calls at once, cancelled, timed out and abandoned at random; every answer compared byte by byte."""

import random
import threading

import grpc
from peer import messages

WORKERS = 16
CALLS_OF_EACH = 40
CANCELLED, DEADLINE_EXCEEDED = grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED


def payload_of(dice):
    return dice.randbytes(dice.randrange(300_000) if dice.randrange(6) == 0 else dice.randrange(3_000))


def echo_once(echo, dice, fate, timeout):
    payload = payload_of(dice)
    call = echo.future(messages.EchoRequest(payload=payload), timeout=timeout)
    if fate == 0:
        threading.Timer(dice.random() * 0.005, call.cancel).start()
    try:
        response = call.result()
    except grpc.FutureCancelledError:
        assert fate == 0, "cancelled by nobody"
        return
    assert response.payload == payload, "a response that is not the request"


def converse_once(converse, new_requests, dice, fate, timeout):
    requests = new_requests()
    call = converse(iter(requests), timeout=timeout)
    if fate == 0:
        threading.Timer(dice.random() * 0.005, call.cancel).start()
    try:
        for _ in range(dice.randrange(6)):
            payload = payload_of(dice)
            requests.send(messages.ConverseRequest(payload=payload))
            assert next(call).payload == payload, "a response that is not the request"
            if fate == 2:
                call.cancel()
                return
        requests.end()
        assert not list(call), "more responses than requests"
    finally:
        requests.end()


def run_stress(echo, converse, new_requests):
    surprises = []

    def work(seed):
        dice = random.Random(seed)
        for _ in range(CALLS_OF_EACH):
            fate = dice.randrange(10)
            timeout = dice.uniform(0.001, 0.008) if fate == 1 else None
            try:
                if dice.randrange(2) == 0:
                    echo_once(echo, dice, fate, timeout)
                else:
                    converse_once(converse, new_requests, dice, fate, timeout)
            except grpc.RpcError as error:
                if (fate, error.code()) not in ((0, CANCELLED), (1, DEADLINE_EXCEEDED)):
                    surprises.append(f"fate {fate}: {error.code()} {error.details()}")
            except Exception as error:  # told below
                surprises.append(f"fate {fate}: {error!r}")

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not surprises, f"{len(surprises)} surprises, first: {surprises[0]}"
