namespace Telehealth.Server.Rescue.Hospitals;

internal static partial class HospitalLog
{
    [LoggerMessage(4100, LogLevel.Information, "Hospital {Code} has been told, notice {Notice}, try {Tries}")]
    public static partial void HospitalTold(this ILogger log, string code, Guid notice, int tries);

    [LoggerMessage(
        4101, LogLevel.Error, "Hospital {Code} could not be told in {Tries} tries, notice {Notice}: {Failure}. Somebody must telephone")]
    public static partial void HospitalNotTold(this ILogger log, string code, Guid notice, int tries, string failure);
}
