using Fund.GrantCalls.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> BoardSessions()
    {
        var board = new Table(BoardService.Descriptor);
        return
        [
            board.Post("/board-sessions", "PlanBoardSession", Programme).Creates("/board-sessions/{boardSessionId}"),
            board.Get("/board-sessions", "ListBoardSessions", RankingReads),
            board.Get("/board-sessions/{boardSessionId}", "GetBoardSession", RankingReads),
            board.Put("/board-sessions/{boardSessionId}", "ChangeBoardSession", Programme),
            board.Put("/board-sessions/{boardSessionId}/attendance", "RecordAttendance", Programme),
            board
                .Post(
                    "/board-sessions/{boardSessionId}/recusals",
                    "RecuseTrustee",
                    new Access("Programme officer; a trustee themselves.")
                )
                .Creates(),
            board.Post("/board-sessions/{boardSessionId}/withdrawn-recusals", "UndoRecusal", Programme),
            board.Post("/board-sessions/{boardSessionId}/withdrawn-decisions", "UndoDecision", Programme),
            board.Post("/board-sessions/{boardSessionId}/closing", "CloseBoardSession", Programme),
            board.Get("/board-sessions/{boardSessionId}/pack", "GetBoardPack", RankingReads),
            board.Get("/board-sessions/{boardSessionId}/pack/pages", "ListBoardPackPages", RankingReads),
            board
                .Post("/board-sessions/{boardSessionId}/pack-prints", "PrintBoardPack", RankingReads)
                .Begins("/operations/boardPack-{printId}"),
            board.Get("/board-pack-prints", "ListBoardPackPrints", OwnPrints),
            board.Get("/board-pack-prints/{printId}", "GetBoardPackPrint", OwnPrints),
            board
                .Get("/board-pack-prints/{printId}/pdf", "DownloadBoardPack", OwnPrints)
                .StreamsFile("application/pdf"),
            board.Get("/board-sessions/{boardSessionId}/minutes", "GetMinutes", RankingReads),
            board.Put("/board-sessions/{boardSessionId}/minutes", "SaveMinutes", Programme),
            board.Post(
                "/board-sessions/{boardSessionId}/minutes/approval",
                "ApproveMinutes",
                new Access("Fund manager; the trustee who took the chair.")
            ),
            board
                .Get("/board-sessions/{boardSessionId}/minutes/pdf", "PrintMinutes", RankingReads)
                .StreamsFile("application/pdf"),
        ];
    }
}
