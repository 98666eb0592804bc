using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Fund.Hosting;

/// <summary>Pages of lists that are not in the order of their ids.</summary>
public static class SortedPage
{
    /// <summary>
    /// Runs the query for a page in the order of a key and, where that is the same, of the id. The next page begins
    /// after the key that the last row has when it is asked for.
    /// </summary>
    /// <param name="page">Which part.</param>
    /// <param name="wanted">The rows of the list, filtered.</param>
    /// <param name="all">The rows to find the last one of the previous page in; it may have left the list since.</param>
    /// <param name="key">What is sorted by; a struct that the database compares, never null.</param>
    /// <param name="id">Id of a row.</param>
    /// <param name="descending">Largest key first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PageResult<T>> SortedAsync<T, TKey>(
        this Page page,
        IQueryable<T> wanted,
        IQueryable<T> all,
        Expression<Func<T, TKey>> key,
        Expression<Func<T, Guid>> id,
        bool descending,
        CancellationToken cancellationToken
    )
        where TKey : struct
    {
        var rest = wanted;
        if (page.After is { } after)
        {
            var last = await all.Where(Is(id, after)).Select(key).Take(1).ToListAsync(cancellationToken);
            rest =
                last.Count == 0 ? wanted.Where(_ => false) : wanted.Where(Beyond(key, id, last[0], after, descending));
        }

        var ordered = descending ? rest.OrderByDescending(key).ThenByDescending(id) : rest.OrderBy(key).ThenBy(id);
        var rows = await ordered.Take(page.Size + 1).ToListAsync(cancellationToken);
        if (rows.Count <= page.Size)
        {
            return new PageResult<T>(rows, "");
        }

        rows.RemoveAt(page.Size);
        return new PageResult<T>(rows, Page.TokenAfter(id.Compile()(rows[^1])));
    }

    private static Expression<Func<T, bool>> Is<T>(Expression<Func<T, Guid>> id, Guid wanted)
    {
        Expression<Func<Guid>> value = () => wanted;
        return Expression.Lambda<Func<T, bool>>(Expression.Equal(id.Body, value.Body), id.Parameters);
    }

    private static Expression<Func<T, bool>> Beyond<T, TKey>(
        Expression<Func<T, TKey>> key,
        Expression<Func<T, Guid>> id,
        TKey lastKey,
        Guid lastId,
        bool descending
    )
    {
        // Members of captured objects, so that they are parameters of the SQL and its plan is reused.
        Expression<Func<TKey>> keyValue = () => lastKey;
        Expression<Func<Guid>> idValue = () => lastId;
        Func<Expression, Expression, Expression> beyond = descending ? Expression.LessThan : Expression.GreaterThan;
        var ids = new Replaced(id.Parameters[0], key.Parameters[0]).Visit(id.Body);
        var condition = Expression.OrElse(
            beyond(key.Body, keyValue.Body),
            Expression.AndAlso(Expression.Equal(key.Body, keyValue.Body), beyond(ids, idValue.Body))
        );
        return Expression.Lambda<Func<T, bool>>(condition, key.Parameters);
    }

    private sealed class Replaced(ParameterExpression what, ParameterExpression by) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == what ? by : node;
    }
}
