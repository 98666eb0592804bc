"""What the Python server and client share: the generated messages, limits, and how methods are called.

Only python3-grpcio and the message stubs are needed; the service stubs are a few lines here.
"""

import grpc

import fund.interop.v1.interop_pb2 as messages

SERVICE = "fund.interop.v1.InteropService"
ABSENT_SERVICE = "fund.interop.v1.AbsentService"
ECHO_INITIAL = "fund-echo-initial"
ECHO_TRAILING = "fund-echo-trailing-bin"
MAX_MESSAGE_SIZE = 8 << 20
OPTIONS = [
    ("grpc.max_receive_message_length", MAX_MESSAGE_SIZE),
    ("grpc.max_send_message_length", -1),
    ("grpc.max_metadata_size", 64 << 10),
]

# Name: (requests stream, responses stream, request type, response type)
METHODS = {
    "Ping": (False, False, messages.PingRequest, messages.PingResponse),
    "Echo": (False, False, messages.EchoRequest, messages.EchoResponse),
    "Collect": (True, False, messages.CollectRequest, messages.CollectResponse),
    "Produce": (False, True, messages.ProduceRequest, messages.ProduceResponse),
    "Converse": (True, True, messages.ConverseRequest, messages.ConverseResponse),
}


def compression(gzip: bool) -> grpc.Compression:
    return grpc.Compression.Gzip if gzip else grpc.Compression.NoCompression
