using Telehealth.Server.Access;
using Telehealth.Server.Contracts;

namespace Telehealth.Server.Consults;

/// <summary>How everybody's connection does: told by browsers, asked for by the clinician.</summary>
internal sealed class QualityDesk(TimeProvider time)
{
    public Reply<Done> Report(Caller caller, Guid consult, QualitySample sample, string connection) => Done.Value;

    public Task<Reply<ConsultQuality>> Now(Caller caller, Guid consult, CancellationToken ct) =>
        Task.FromResult<Reply<ConsultQuality>>(new ConsultQuality([], time.GetUtcNow()));

    public Task<Reply<ConsultQualitySummary>> Summary(Caller caller, Guid consult, CancellationToken ct) =>
        Task.FromResult<Reply<ConsultQualitySummary>>(new ConsultQualitySummary(consult, []));
}
