namespace Telehealth.Media.Congestion;

/// <summary>Why a link stands on its rung.</summary>
public enum QualityCause
{
    /// <summary>It does well.</summary>
    Good,

    /// <summary>There is less bandwidth than media needs.</summary>
    LowBandwidth,

    /// <summary>Too many packets are lost.</summary>
    HighLoss,
}
