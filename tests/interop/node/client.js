// Runs every case against a server: client.js host:port [--gzip]. Exits with the number of failed cases.
const { randomBytes } = require('node:crypto');
const { assert, grpc, client, absent, unary, all, conversation, fails } = require('./calls');
const { ECHO_INITIAL, ECHO_TRAILING } = require('./peer');
const stress = require('./stress');

const Status = grpc.status;
const LONGEST_CASE_MS = 180000;
const wish = (sizes, delayMs = 0) => ({ parts: sizes.map((size) => ({ size, delayMs })) });
const deadline = (milliseconds) => ({ deadline: Date.now() + milliseconds });

function collect(payloads, cancelAtOnce = false) {
  return new Promise((resolve, reject) => {
    const call = client.collect((error, sum) => (error ? reject(error) : resolve(sum)));
    for (const payload of payloads) call.write({ payload });
    if (cancelAtOnce) call.cancel();
    else call.end();
  });
}

async function failsAsAsked(code, message) {
  const failure = { code, message };
  assert.strictEqual((await fails(unary('echo', { failure }), code)).details, message);
  const call = client.converse();
  call.write({ failure });
  call.end();
  assert.strictEqual((await fails(all(call), code)).details, message);
}

const cases = {
  empty: () => unary('ping', {}),

  async unary() {
    const payload = randomBytes(271828);
    assert((await unary('echo', { payload })).value.payload.equals(payload));
    assert.strictEqual((await unary('echo', { responseSize: 314159 })).value.payload.length, 314159);
  },

  async 'client-streaming'() {
    const sum = await collect([27182, 8, 1828, 45904].map((size) => Buffer.alloc(size)));
    assert.deepStrictEqual([sum.bytesReceived, sum.messagesReceived], [74922, 4]);
  },

  async 'server-streaming'() {
    const sizes = [31415, 9, 0, 2653, 58979];
    const { list } = await all(client.produce(wish(sizes)));
    assert.deepStrictEqual(
      list.map((payload) => payload.length),
      sizes,
    );
  },

  async 'ping-pong'() {
    const talk = conversation();
    for (const size of [27182, 0, 8, 1828, 45904]) {
      const payload = randomBytes(size);
      talk.send({ payload });
      assert((await talk.next()).equals(payload));
    }
    talk.end();
    assert.strictEqual(await talk.next(), null);
  },

  async 'empty-stream'() {
    const call = client.converse();
    call.end();
    assert.deepStrictEqual((await all(call)).list, []);
  },

  async metadata() {
    const value = Buffer.from([0xab, 0xab, 0xab, 0, 255, 1, 2]);
    const sent = new grpc.Metadata();
    sent.set(ECHO_INITIAL, 'first');
    sent.set(ECHO_TRAILING, value);
    const single = await unary('echo', {}, sent);
    const call = client.converse(sent);
    call.write({});
    call.end();
    for (const { head, status } of [single, await all(call)]) {
      assert.strictEqual(head.get(ECHO_INITIAL)[0], 'first');
      assert(value.equals(status.metadata.get(ECHO_TRAILING)[0]));
    }
  },

  async 'status-codes'() {
    for (let code = 1; code <= 16; code += 1) await failsAsAsked(code, `${code}: é ☺`);
  },

  'status-message': () =>
    failsAsAsked(Status.UNKNOWN, '\t\nwhite space\r\nand Unicode ☺ and beyond 😈, العربية, 100 % %41\t\n'),

  'unimplemented-method': () => fails(unary('forget', {}), Status.UNIMPLEMENTED),

  'unimplemented-service': () =>
    fails(unary('call', {}, new grpc.Metadata(), {}, absent), Status.UNIMPLEMENTED),

  'cancel-before-response': () => fails(collect([Buffer.alloc(10)], true), Status.CANCELLED),

  async 'cancel-after-response'() {
    const call = client.converse();
    call.write({ payload: Buffer.alloc(31415) });
    call.once('data', () => call.cancel());
    await fails(all(call), Status.CANCELLED);
  },

  async 'deadline-ignored'() {
    const started = Date.now();
    await fails(unary('echo', { holdMs: 3000 }, new grpc.Metadata(), deadline(200)), Status.DEADLINE_EXCEEDED);
    assert(Date.now() - started < 2000);
  },

  'deadline-stream': () =>
    fails(
      all(client.produce(wish(Array(50).fill(10), 100), new grpc.Metadata(), deadline(250))),
      Status.DEADLINE_EXCEEDED,
    ),

  async 'large-message'() {
    const payload = randomBytes(6000000);
    assert((await unary('echo', { payload })).value.payload.equals(payload));
  },

  'too-big-request': () =>
    fails(unary('echo', { payload: randomBytes(9 << 20), responseSize: 1 }), Status.RESOURCE_EXHAUSTED),

  'too-big-response': () => fails(unary('echo', { responseSize: 9 << 20 }), Status.RESOURCE_EXHAUSTED),

  async 'stream-60mb'() {
    const megabyte = randomBytes(1 << 20);
    assert.strictEqual((await collect(Array(60).fill(megabyte))).bytesReceived, 60 << 20);
  },

  async 'concurrent-200'() {
    await Promise.all(
      [...Array(200).keys()].map(async (number) => {
        const talk = conversation();
        for (let turn = 0; turn < 5; turn += 1) {
          const payload = randomBytes(number);
          talk.send({ payload });
          assert((await talk.next()).equals(payload));
        }
        talk.end();
        assert.strictEqual(await talk.next(), null);
      }),
    );
  },

  stress,
};

async function passes(name, run) {
  const started = Date.now();
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('does not end')), LONGEST_CASE_MS);
  });
  try {
    await Promise.race([run(), timeout]);
    console.log(`PASS ${name} ${Date.now() - started} ms`);
    return true;
  } catch (error) {
    console.log(`FAIL ${name} ${String(error.message ?? error.details).slice(0, 200).replaceAll('\n', ' | ')}`);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function main() {
  let failed = 0;
  for (const [name, run] of Object.entries(cases)) {
    if (!(await passes(name, run))) failed += 1;
  }
  process.exit(failed);
}

main();
