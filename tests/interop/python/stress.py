"""Many calls at once, cancelled and abandoned at random; every answer compared byte by byte.

A call is cancelled only after its first answer has come. Debian's grpcio resets streams that it has not opened yet if a
call ends before its headers are sent, for which Kestrel rightly closes the connection with all its calls; deadlines do
the same and have cases of their own.
"""

import random
import threading

import grpc
from peer import ECHO_INITIAL, messages

WORKERS = 16
CALLS_OF_EACH = 40


def payload_of(dice):
    return dice.randbytes(dice.randrange(300_000) if dice.randrange(6) == 0 else dice.randrange(3_000))


def cancel_soon(call, dice):
    threading.Timer(dice.random() * 0.005, call.cancel).start()


def echo_once(echo, dice, cancel):
    payload = payload_of(dice)
    request = messages.EchoRequest(payload=payload, hold_ms=3 if cancel else 0)
    call = echo.future(request, metadata=((ECHO_INITIAL, "open"),))
    if cancel:
        call.initial_metadata()
        cancel_soon(call, dice)
    try:
        response = call.result()
    except grpc.FutureCancelledError:
        assert cancel, "cancelled by nobody"
        return
    assert response.payload == payload, "a response that is not the request"


def converse_once(converse, new_requests, dice, cancel, abandon):
    requests = new_requests()
    call = converse(iter(requests))
    try:
        for turn in range(dice.randrange(6)):
            payload = payload_of(dice)
            requests.send(messages.ConverseRequest(payload=payload))
            assert next(call).payload == payload, "a response that is not the request"
            if abandon:
                call.cancel()
                return
            if cancel and turn == 0:
                cancel_soon(call, dice)
        requests.end()
        assert not list(call), "more responses than requests"
    finally:
        requests.end()


def run_stress(echo, converse, new_requests):
    surprises = []

    def work(seed):
        dice = random.Random(seed)
        for _ in range(CALLS_OF_EACH):
            cancel, abandon = dice.randrange(5) == 0, dice.randrange(10) == 0
            try:
                if dice.randrange(2) == 0:
                    echo_once(echo, dice, cancel)
                else:
                    converse_once(converse, new_requests, dice, cancel, abandon)
            except grpc.RpcError as error:
                if not cancel or error.code() != grpc.StatusCode.CANCELLED:
                    surprises.append(f"{error.code()} {error.details()}")
            except Exception as error:  # told below
                surprises.append(repr(error))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not surprises, f"{len(surprises)} surprises, first: {surprises[0]}"
