"""Serves the interoperability service on a free port of loopback: server.py [--gzip]"""

import sys
import time
from concurrent import futures

import grpc
from peer import ECHO_INITIAL, ECHO_TRAILING, METHODS, OPTIONS, SERVICE, compression, messages

CODES = {code.value[0]: code for code in grpc.StatusCode}


def echo_metadata(context):
    metadata = dict(context.invocation_metadata())
    if ECHO_TRAILING in metadata:
        context.set_trailing_metadata(((ECHO_TRAILING, metadata[ECHO_TRAILING]),))
    if ECHO_INITIAL in metadata:
        context.send_initial_metadata(((ECHO_INITIAL, metadata[ECHO_INITIAL]),))


def fail_if_asked(request, context):
    if request.failure.code:
        context.abort(CODES[request.failure.code], request.failure.message)


def ping(_request, context):
    echo_metadata(context)
    return messages.PingResponse()


def echo(request, context):
    echo_metadata(context)
    fail_if_asked(request, context)
    time.sleep(request.hold_ms / 1000)
    payload = bytes(request.response_size) if request.response_size else request.payload
    return messages.EchoResponse(payload=payload)


def collect(requests, _context):
    total = messages.CollectResponse()
    for request in requests:
        total.bytes_received += len(request.payload)
        total.messages_received += 1
    return total


def produce(request, context):
    for part in request.parts:
        time.sleep(part.delay_ms / 1000)
        if not context.is_active():
            return
        yield messages.ProduceResponse(payload=bytes(part.size))
    fail_if_asked(request, context)


def converse(requests, context):
    echo_metadata(context)
    for request in requests:
        fail_if_asked(request, context)
        if not request.parts:
            yield messages.ConverseResponse(payload=request.payload)
        for part in request.parts:
            time.sleep(part.delay_ms / 1000)
            yield messages.ConverseResponse(payload=bytes(part.size))


HANDLER_KINDS = {
    (False, False): grpc.unary_unary_rpc_method_handler,
    (False, True): grpc.unary_stream_rpc_method_handler,
    (True, False): grpc.stream_unary_rpc_method_handler,
    (True, True): grpc.stream_stream_rpc_method_handler,
}
HANDLERS = {"Ping": ping, "Echo": echo, "Collect": collect, "Produce": produce, "Converse": converse}


def handler_of(name):
    requests_stream, responses_stream, request_type, response_type = METHODS[name]
    return HANDLER_KINDS[requests_stream, responses_stream](
        HANDLERS[name], request_type.FromString, response_type.SerializeToString
    )


def main():
    # One thread serves one call, and two hundred calls come at once.
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=260), options=OPTIONS, compression=compression("--gzip" in sys.argv)
    )
    handlers = {name: handler_of(name) for name in METHODS}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"listening {port}", flush=True)
    server.wait_for_termination()


main()
