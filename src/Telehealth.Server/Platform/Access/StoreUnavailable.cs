using Microsoft.AspNetCore.Diagnostics;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Access;

/// <summary>Answers a request that the database kept from being answered with a code and 503 instead of a bug's 500.</summary>
internal sealed class StoreUnavailable : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!PostgresFailures.IsOutage(exception))
            return false;
        await Problems.Of(StoreRejections.Unavailable).ExecuteAsync(httpContext);
        return true;
    }
}
