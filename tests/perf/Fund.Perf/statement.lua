-- wrk: statements of many donors in turn by chance. With "year" each donor's statement of the whole year; with "days" one
-- that ends on any day after the last contribution, so that hardly any was asked for before.
function init(args)
  requests = {}
  local header = { ["Authorization"] = "Bearer " .. args[1] }
  local day = 86400
  local last = os.time({ year = 2026, month = 12, day = 31, hour = 12 })
  for i = 3, #args do
    for back = 0, args[2] == "days" and 299 or 0 do
      requests[#requests + 1] = wrk.format("GET", "/api/v1/donors/" .. args[i] .. "/statement?fromDate=2026-01-01&toDate="
        .. os.date("!%Y-%m-%d", last - back * day), header)
    end
  end
  math.randomseed(tonumber(string.match(tostring(requests), "0x(%x+)"), 16))
end

function request()
  return requests[math.random(#requests)]
end
