-- A client that is told to slow down and does not: ten milliseconds between the requests of a connection.
function delay()
  return 10
end
