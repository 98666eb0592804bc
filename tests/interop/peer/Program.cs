using Fund.Interop.Peer;

return args switch
{
    ["server", .. var options] => await PeerServer.RunAsync(gzip: options.Contains("--gzip")),
    ["client", var address, .. var options] => await PeerClient.RunAsync(
        address,
        gzip: options.Contains("--gzip"),
        only: options.SkipWhile(option => option != "--only").Skip(1).FirstOrDefault()
    ),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("fund-interop-peer server [--gzip] | client http://host:port [--gzip] [--only case]");
    return 2;
}
