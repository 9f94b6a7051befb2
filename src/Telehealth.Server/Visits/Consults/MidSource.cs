using Telehealth.Domain.Visits.Consults;

namespace Telehealth.Server.Visits.Consults;

internal sealed record MidSource(string Mid, MediaSource Source);
