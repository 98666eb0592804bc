-- wrk: every request is a contribution of its own, with an Idempotency-Key of its own.
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  token = args[1]
  run = args[2]
  donors = {}
  for i = 3, #args do
    donors[#donors + 1] = args[i]
  end
  counter = 0
  refused = 0
  math.randomseed(id + 1)
end

function request()
  counter = counter + 1
  local amount = string.format("%d.%02d", math.random(1, 9999), math.random(0, 99))
  local body = '{"donorId":"' .. donors[math.random(#donors)] .. '","amount":{"amount":"' .. amount
    .. '","currency":"USD"},"valueDate":"2026-01-15","channel":"bank"}'
  return wrk.format("POST", "/api/v1/contributions", {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. token,
    ["Idempotency-Key"] = run .. "-" .. id .. "-" .. counter,
  }, body)
end
