// What the Node server and client share: the services loaded from the proto, limits and names.
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync('fund/interop/v1/interop.proto', {
  includeDirs: [path.join(__dirname, '..', 'protos')],
  longs: Number,
  defaults: true,
});

module.exports = {
  grpc,
  services: grpc.loadPackageDefinition(definition).fund.interop.v1,
  ECHO_INITIAL: 'fund-echo-initial',
  ECHO_TRAILING: 'fund-echo-trailing-bin',
  OPTIONS: {
    'grpc.max_receive_message_length': 8 << 20,
    'grpc.max_send_message_length': -1,
    // All calls of a peer share one connection otherwise tuned for few.
    'grpc.max_concurrent_streams': 1000,
  },
  // 0 is none, 2 is gzip.
  compression: (gzip) => ({ 'grpc.default_compression_algorithm': gzip ? 2 : 0 }),
  delay: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
