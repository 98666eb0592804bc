// Many calls at once, cancelled, timed out and abandoned at random; every answer compared byte by byte.
const { randomBytes } = require('node:crypto');
const { assert, grpc, client, conversation } = require('./calls');

const WORKERS = 32;
const CALLS_OF_EACH = 40;

// Marsaglia's xorshift: the same seed makes the same run.
function dice(seed) {
  let state = seed + 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

const payloadOf = (roll) => randomBytes(roll(6) === 0 ? roll(300000) : roll(3000));

function echoOnce(roll, fate, options) {
  const payload = payloadOf(roll);
  return new Promise((resolve, reject) => {
    const call = client.echo({ payload }, new grpc.Metadata(), options, (error, response) => {
      if (error) reject(error);
      else resolve(assert(response.payload.equals(payload), 'a response that is not the request'));
    });
    if (fate === 0) setTimeout(() => call.cancel(), roll(5));
  });
}

async function converseOnce(roll, fate, options) {
  const talk = conversation(new grpc.Metadata(), options);
  if (fate === 0) setTimeout(() => talk.call.cancel(), roll(5));
  for (let turn = roll(6); turn > 0; turn -= 1) {
    const payload = payloadOf(roll);
    talk.send({ payload });
    const answer = await talk.next();
    assert(answer?.equals(payload), 'a response that is not the request');
    if (fate === 2) return talk.call.on('error', () => {}).cancel();
  }
  talk.end();
  return assert.strictEqual(await talk.next(), null);
}

function expected(fate, code) {
  return (fate === 0 && code === grpc.status.CANCELLED) || (fate === 1 && code === grpc.status.DEADLINE_EXCEEDED);
}

module.exports = async function stress() {
  const surprises = [];
  await Promise.all(
    [...Array(WORKERS).keys()].map(async (seed) => {
      const roll = dice(seed);
      for (let i = 0; i < CALLS_OF_EACH; i += 1) {
        const fate = roll(10);
        const options = fate === 1 ? { deadline: Date.now() + 1 + roll(7) } : {};
        try {
          await (roll(2) === 0 ? echoOnce(roll, fate, options) : converseOnce(roll, fate, options));
        } catch (error) {
          if (!expected(fate, error.code)) surprises.push(`fate ${fate}: ${error.details ?? error.message}`);
        }
      }
    }),
  );
  assert.strictEqual(surprises.length, 0, `${surprises.length} surprises, first: ${surprises[0]}`);
};
