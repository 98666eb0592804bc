// Calls as promises, and what cases require of them.
const assert = require('node:assert');
const { grpc, services, OPTIONS, compression } = require('./peer');

const address = process.argv[2];
const options = { ...OPTIONS, ...compression(process.argv.includes('--gzip')) };
const client = new services.InteropService(address, grpc.credentials.createInsecure(), options);
const absent = new services.AbsentService(address, grpc.credentials.createInsecure(), options);

// One response: resolves to { value, head, status }.
function unary(method, request, metadata = new grpc.Metadata(), callOptions = {}, stub = client) {
  return new Promise((resolve, reject) => {
    const seen = {};
    const call = stub[method](request, metadata, callOptions, (error, value) =>
      setImmediate(() => (error ? reject(error) : resolve({ value, ...seen }))),
    );
    call.on('metadata', (head) => Object.assign(seen, { head }));
    call.on('status', (status) => Object.assign(seen, { status }));
    seen.call = call;
  });
}

// Many responses: resolves to { list, head, status } at the end.
function all(call) {
  return new Promise((resolve, reject) => {
    const seen = { list: [] };
    call.on('data', (message) => seen.list.push(message.payload));
    call.on('metadata', (head) => Object.assign(seen, { head }));
    call.on('status', (status) => setImmediate(() => (status.code ? reject(status) : resolve({ ...seen, status }))));
    call.on('error', () => {}); // the status says the same
  });
}

// The answers of a conversation one by one: next() resolves to a payload, null at the end, or rejects with the status.
function conversation(metadata = new grpc.Metadata(), callOptions = {}) {
  const call = client.converse(metadata, callOptions);
  const answers = call[Symbol.asyncIterator]();
  return {
    call,
    send: (request) => call.write(request),
    end: () => call.end(),
    async next() {
      const { done, value } = await answers.next();
      return done ? null : value.payload;
    },
  };
}

async function fails(promise, code) {
  try {
    await promise;
  } catch (error) {
    assert.strictEqual(error.code, code, `expected ${code}, got ${error.code}: ${error.details ?? error.message}`);
    return error;
  }
  throw new Error(`expected ${code}, got a response`);
}

module.exports = { assert, grpc, client, absent, unary, all, conversation, fails };
