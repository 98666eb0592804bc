"""Runs every case against a server: client.py host:port [--gzip]. Exits with the number of failed cases."""

import queue
import random
import sys
import threading
import time

import grpc
from peer import ABSENT_SERVICE, ECHO_INITIAL, ECHO_TRAILING, METHODS, OPTIONS, SERVICE, compression, messages
from stress import run_stress

CODES = grpc.StatusCode
CHANNEL = grpc.insecure_channel(sys.argv[1], options=OPTIONS, compression=compression("--gzip" in sys.argv))
CALL_KINDS = {
    (False, False): CHANNEL.unary_unary,
    (False, True): CHANNEL.unary_stream,
    (True, False): CHANNEL.stream_unary,
    (True, True): CHANNEL.stream_stream,
}


def method(name, service=SERVICE, like=None):
    requests_stream, responses_stream, request_type, response_type = METHODS[like or name]
    return CALL_KINDS[requests_stream, responses_stream](
        f"/{service}/{name}",
        request_serializer=request_type.SerializeToString,
        response_deserializer=response_type.FromString,
    )


ping, echo, collect, produce, converse = map(method, ("Ping", "Echo", "Collect", "Produce", "Converse"))


class Requests:
    """Requests sent one by one, until the end is said."""

    def __init__(self):
        self.waiting = queue.Queue()

    def send(self, request):
        self.waiting.put(request)

    def end(self):
        self.waiting.put(None)

    def __iter__(self):
        return iter(self.waiting.get, None)


def fails(code, call):
    try:
        call()
    except grpc.RpcError as error:
        assert error.code() == code, f"expected {code}, got {error.code()}: {error.details()}"
        return error
    raise AssertionError(f"expected {code}, got a response")


def wish(*sizes, delay_ms=0):
    return messages.ProduceRequest(parts=[messages.Part(size=size, delay_ms=delay_ms) for size in sizes])


def empty():
    assert ping(messages.PingRequest()) == messages.PingResponse()


def unary():
    payload = random.randbytes(271_828)
    assert echo(messages.EchoRequest(payload=payload)).payload == payload
    assert len(echo(messages.EchoRequest(response_size=314_159)).payload) == 314_159


def client_streaming():
    total = collect(messages.CollectRequest(payload=bytes(size)) for size in (27_182, 8, 1_828, 45_904))
    assert (total.bytes_received, total.messages_received) == (74_922, 4)


def server_streaming():
    sizes = [31_415, 9, 0, 2_653, 58_979]
    assert [len(response.payload) for response in produce(wish(*sizes))] == sizes


def ping_pong():
    requests = Requests()
    responses = converse(iter(requests))
    for size in (27_182, 0, 8, 1_828, 45_904):
        payload = random.randbytes(size)
        requests.send(messages.ConverseRequest(payload=payload))
        assert next(responses).payload == payload
    requests.end()
    assert not list(responses)


def empty_stream():
    assert not list(converse(iter([])))


def metadata():
    value = b"\xab\xab\xab\x00\xff\x01\x02"
    sent = ((ECHO_INITIAL, "first"), (ECHO_TRAILING, value))
    _, call = echo.with_call(messages.EchoRequest(), metadata=sent)
    assert dict(call.initial_metadata())[ECHO_INITIAL] == "first"
    assert dict(call.trailing_metadata())[ECHO_TRAILING] == value
    call = converse(iter([messages.ConverseRequest()]), metadata=sent)
    assert len(list(call)) == 1
    assert dict(call.initial_metadata())[ECHO_INITIAL] == "first"
    assert dict(call.trailing_metadata())[ECHO_TRAILING] == value


def fails_as_asked(code, message):
    failure = messages.Failure(code=code.value[0], message=message)
    assert fails(code, lambda: echo(messages.EchoRequest(failure=failure))).details() == message
    requests = iter([messages.ConverseRequest(failure=failure)])
    assert fails(code, lambda: list(converse(requests))).details() == message


def status_codes():
    for code in CODES:
        if code != CODES.OK:
            fails_as_asked(code, f"{code.name}: é ☺")


def status_message():
    fails_as_asked(CODES.UNKNOWN, "\t\nwhite space\r\nand Unicode ☺ and beyond 😈, العربية, 100 % %41\t\n")


def unimplemented_method():
    fails(CODES.UNIMPLEMENTED, lambda: method("Forget", like="Ping")(messages.PingRequest()))


def unimplemented_service():
    fails(CODES.UNIMPLEMENTED, lambda: method("Call", ABSENT_SERVICE, like="Ping")(messages.PingRequest()))


def cancel_before_response():
    requests = Requests()
    call = collect.future(iter(requests))
    requests.send(messages.CollectRequest(payload=bytes(10)))
    call.cancel()
    assert call.code() == CODES.CANCELLED
    requests.end()


def cancel_after_response():
    requests = Requests()
    responses = converse(iter(requests))
    requests.send(messages.ConverseRequest(payload=bytes(31_415)))
    next(responses)
    responses.cancel()
    fails(CODES.CANCELLED, lambda: next(responses))
    requests.end()


def deadline_ignored():
    started = time.monotonic()
    fails(CODES.DEADLINE_EXCEEDED, lambda: echo(messages.EchoRequest(hold_ms=3_000), timeout=0.2))
    assert time.monotonic() - started < 2


def deadline_stream():
    fails(CODES.DEADLINE_EXCEEDED, lambda: list(produce(wish(*[10] * 50, delay_ms=100), timeout=0.25)))


def large_message():
    payload = random.randbytes(6_000_000)
    assert echo(messages.EchoRequest(payload=payload)).payload == payload


def too_big_request():
    request = messages.EchoRequest(payload=random.randbytes(9 << 20), response_size=1)
    fails(CODES.RESOURCE_EXHAUSTED, lambda: echo(request))


def too_big_response():
    fails(CODES.RESOURCE_EXHAUSTED, lambda: echo(messages.EchoRequest(response_size=9 << 20)))


def stream_60mb():
    megabyte = messages.CollectRequest(payload=random.randbytes(1 << 20))
    assert collect(megabyte for _ in range(60)).bytes_received == 60 << 20


def concurrent_200():
    problems = []

    def talk(number):
        requests = Requests()
        try:
            responses = converse(iter(requests))
            for _ in range(5):
                payload = random.randbytes(number)
                requests.send(messages.ConverseRequest(payload=payload))
                assert next(responses).payload == payload
            requests.end()
            assert not list(responses)
        except Exception as error:  # told to the case, which fails
            problems.append(repr(error))
            requests.end()

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems[0]


def stress():
    run_stress(echo, converse, Requests)


CASES = [
    empty,
    unary,
    client_streaming,
    server_streaming,
    ping_pong,
    empty_stream,
    metadata,
    status_codes,
    status_message,
    unimplemented_method,
    unimplemented_service,
    cancel_before_response,
    cancel_after_response,
    deadline_ignored,
    deadline_stream,
    large_message,
    too_big_request,
    too_big_response,
    stream_60mb,
    concurrent_200,
    stress,
]


def main():
    failed = 0
    for case in CASES:
        name = case.__name__.replace("_", "-")
        started = time.monotonic()
        try:
            case()
            print(f"PASS {name} {(time.monotonic() - started) * 1000:.0f} ms", flush=True)
        except Exception as error:  # printed, and counted in the exit code
            failed += 1
            reason = f"{type(error).__name__}: {error}".replace("\n", " | ")
            print(f"FAIL {name} {reason[:200]}", flush=True)
    return failed


sys.exit(main())
