using System.Globalization;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;

namespace Telehealth.Server.Visits.Consults;

/// <summary>How one participant's call was, in figures. Percent are 0 to 100, shares 0 to 1.</summary>
/// <param name="Seconds">For how long media could flow.</param>
/// <param name="LossFromP95Percent">Of packets from the participant, in the worst twentieth of the time.</param>
/// <param name="LossToP95Percent">The same of packets to the participant.</param>
/// <param name="BreakUps">How often audio broke up for more than a moment.</param>
internal sealed record QualityFigures(
    int Seconds,
    QualityRung WorstRung,
    double VideoShare,
    double AudioOnlyShare,
    double SuggestPhoneShare,
    double? RoundTripMedianMs,
    double? RoundTripP95Ms,
    double LossFromMedianPercent,
    double LossFromP95Percent,
    double LossToMedianPercent,
    double LossToP95Percent,
    int Freezes,
    double FramesDroppedShare,
    int BreakUps,
    int Reconnects,
    MediaPath Path);

/// <summary>Says in plain words how a connection does, or did. Pure: the same figures give the same sentence.</summary>
internal static class QualityWords
{
    /// <summary>From here on Opus with its own correction is heard to break up.</summary>
    public const double AudibleLossPercent = 5;

    /// <summary>
    /// ITU-T G.114 wants mouth to ear within 150 ms, and sees trouble in
    /// talking beyond 400; half of a round trip is only the network's part.
    /// </summary>
    private const double LongRoundTripMs = 400;
    private const double NotableShare = 0.05;
    private const double NotableDroppedShare = 0.1;
    private const int NotableFreezes = 3;

    /// <summary>One sentence on a change that has just happened.</summary>
    /// <param name="name">Whose link it is; null to speak to that person.</param>
    /// <param name="rung">What the link carries.</param>
    /// <param name="cause">Why.</param>
    public static string Now(string? name, QualityRung rung, QualityCause cause)
    {
        var whose = name is null ? "Your" : $"{name}'s";
        var trouble = cause == QualityCause.HighLoss ? "unsteady" : "weak";
        return rung switch
        {
            QualityRung.AudioOnly => $"{whose} connection is {trouble}: pictures are paused, sound goes on.",
            QualityRung.SuggestPhone when name is null =>
                $"{whose} connection is too {trouble} even for sound. Keep a phone at hand: a phone call would serve better.",
            QualityRung.SuggestPhone => $"{whose} connection is too {trouble} even for sound. A phone call would serve better.",
            _ => $"{whose} connection is good again.",
        };
    }

    /// <summary>What most likely made a call bad.</summary>
    public static QualityTrouble TroubleOf(QualityFigures figures) =>
        figures switch
        {
            _ when figures.LossFromP95Percent >= AudibleLossPercent && figures.LossFromP95Percent >= figures.LossToP95Percent =>
                QualityTrouble.LossFrom,
            _ when figures.LossToP95Percent >= AudibleLossPercent => QualityTrouble.LossTo,
            _ when figures.Reconnects > 0 => QualityTrouble.Interruptions,
            _ when figures.AudioOnlyShare + figures.SuggestPhoneShare >= NotableShare => QualityTrouble.LowBandwidth,
            _ when figures.RoundTripP95Ms >= LongRoundTripMs => QualityTrouble.LongDelay,
            _ when figures.Path == MediaPath.Tcp => QualityTrouble.NoUdp,
            _ when figures.Freezes >= NotableFreezes || figures.FramesDroppedShare >= NotableDroppedShare => QualityTrouble.SlowDevice,
            _ => QualityTrouble.None,
        };

    /// <summary>Why a call was bad and what helps, to the clinician who led it.</summary>
    public static string Why(QualityFigures figures, ParticipantRole role) => Why(TroubleOf(figures), figures, role);

    private static string Why(QualityTrouble trouble, QualityFigures figures, ParticipantRole role)
    {
        var whose = WhoseOf(role);
        return trouble switch
        {
            QualityTrouble.LossFrom =>
                $"{Broken(figures)}{Percent(figures.LossFromP95Percent)} of packets were lost between {whose} network and us. A cable or a place nearer to the Wi-Fi router helps.",
            QualityTrouble.LossTo =>
                $"{Broken(figures)}{Percent(figures.LossToP95Percent)} of packets were lost between us and {whose} network. A cable or a place nearer to the Wi-Fi router helps.",
            QualityTrouble.Interruptions =>
                $"{Upper(whose)} connection broke {Times(figures.Reconnects)} and came back. A cable, or staying in one place with good reception, helps.",
            QualityTrouble.LowBandwidth when figures.SuggestPhoneShare >= NotableShare =>
                $"{Upper(whose)} network could not even carry sound for {Percent(figures.SuggestPhoneShare * 100)} of the time. Another network, or a phone call, helps.",
            QualityTrouble.LowBandwidth =>
                $"{Upper(whose)} network carried sound only for {Percent(figures.AudioOnlyShare * 100)} of the time. Ending downloads and other calls, or another network, helps.",
            QualityTrouble.LongDelay =>
                $"What was said arrived late: up to {Whole(figures.RoundTripP95Ms ?? 0)} ms on {whose} way to us and back. Switching a VPN off, or another network, helps.",
            QualityTrouble.NoUdp =>
                $"{Upper(whose)} network blocks UDP, so the call went through TCP, which stutters when a packet is lost. Its operator can allow UDP to this server.",
            QualityTrouble.SlowDevice =>
                $"The network did well, but pictures froze {Times(figures.Freezes)} on {whose} device. Closing other programs there helps.",
            _ => "The connection was good.",
        };
    }

    private static string Broken(QualityFigures figures) =>
        figures.BreakUps > 0 ? $"Sound broke up {Times(figures.BreakUps)}: " : "At worst ";

    private static string WhoseOf(ParticipantRole role) => role switch
    {
        ParticipantRole.Clinician => "your",
        ParticipantRole.Patient => "the patient's",
        ParticipantRole.Relative => "the relative's",
        ParticipantRole.Interpreter => "the interpreter's",
        ParticipantRole.Observer => "the observer's",
        _ => "the colleague's",
    };

    private static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");

    private static string Percent(double percent) => $"{Whole(percent)} %";

    private static string Whole(double value) => Math.Round(value).ToString("0", CultureInfo.InvariantCulture);

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
