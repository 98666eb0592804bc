// Serves the interoperability service on a free port of loopback: server.js [--gzip]
const { grpc, services, ECHO_INITIAL, ECHO_TRAILING, OPTIONS, compression, delay } = require('./peer');

function echoMetadata(call) {
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get(ECHO_TRAILING)) trailers.add(ECHO_TRAILING, value);
  const initial = call.metadata.get(ECHO_INITIAL);
  if (initial.length > 0) {
    const headers = new grpc.Metadata();
    headers.set(ECHO_INITIAL, initial[0]);
    call.sendMetadata(headers);
  }
  return trailers;
}

function failureOf(request) {
  return request.failure?.code ? { code: request.failure.code, details: request.failure.message } : null;
}

// The stream's buffer is bounded: wait when it is full.
async function write(call, message) {
  if (!call.write(message)) await new Promise((resolve) => call.once('drain', resolve).once('close', resolve));
}

async function sendParts(call, parts) {
  for (const part of parts) {
    await delay(part.delayMs);
    if (call.cancelled || call.destroyed) return;
    await write(call, { payload: Buffer.alloc(part.size) });
  }
}

const handlers = {
  Ping(call, respond) {
    respond(null, {}, echoMetadata(call));
  },

  async Echo(call, respond) {
    const trailers = echoMetadata(call);
    const failure = failureOf(call.request);
    if (failure) return respond(failure, null, trailers);
    if (call.request.holdMs) await delay(call.request.holdMs);
    const payload = call.request.responseSize ? Buffer.alloc(call.request.responseSize) : call.request.payload;
    return respond(null, { payload }, trailers);
  },

  Collect(call, respond) {
    const sum = { bytesReceived: 0, messagesReceived: 0 };
    call.on('data', (request) => {
      sum.bytesReceived += request.payload.length;
      sum.messagesReceived += 1;
    });
    call.on('end', () => respond(null, sum));
    call.on('error', () => {}); // the client is gone; nobody to answer
  },

  async Produce(call) {
    await sendParts(call, call.request.parts);
    const failure = failureOf(call.request);
    if (failure) call.emit('error', failure);
    else call.end();
  },

  Converse(call) {
    const trailers = echoMetadata(call);
    // One answer after the other, however fast the requests come.
    let answers = Promise.resolve();
    call.on('data', (request) => {
      answers = answers.then(async () => {
        const failure = failureOf(request);
        if (failure) return call.emit('error', failure);
        if (request.parts.length === 0) await write(call, { payload: request.payload });
        return sendParts(call, request.parts);
      });
    });
    call.on('end', () => answers.then(() => call.end(trailers)));
    call.on('error', () => {}); // a status of ours, or the client is gone
  },
};

const server = new grpc.Server({ ...OPTIONS, ...compression(process.argv.includes('--gzip')) });
server.addService(services.InteropService.service, handlers);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`listening ${port}`);
});
