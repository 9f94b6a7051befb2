namespace Telehealth.Media.Rtp;

/// <summary>
/// The VP9 payload descriptor (RFC 9628 section 4.2) as far as the layers, which stand at the same place in flexible and in
/// non-flexible mode. Reference indices and the scalability structure behind them are not read.
/// </summary>
internal static class Vp9Descriptor
{
    private const int HasPictureId = 0x80;
    private const int IsPredicted = 0x40;
    private const int HasLayers = 0x20;
    private const int IsFlexible = 0x10;
    private const int StartsLayerFrame = 0x08;
    private const int IsLongPictureId = 0x80;
    private const int SwitchingUp = 0x10;

    /// <summary>
    /// A picture begins where the frame of its lowest spatial layer begins; without prediction from earlier pictures it is a key
    /// frame, and spatial layers above it start with it.
    /// </summary>
    public static PayloadInfo Read(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return PayloadInfo.Silent;
        var head = payload[0];
        var length = 1;
        if ((head & HasPictureId) != 0)
        {
            if (payload.Length <= length) return PayloadInfo.Silent;
            length += (payload[length] & IsLongPictureId) != 0 ? 2 : 1;
        }
        var layers = 0;
        var tellsLayer = (head & HasLayers) != 0;
        if (tellsLayer)
        {
            if (payload.Length <= length) return PayloadInfo.Silent;
            layers = payload[length];
            length += (head & IsFlexible) != 0 ? 1 : 2; // the index of the picture of layer 0 is there without flexible mode
        }
        if (payload.Length <= length) return PayloadInfo.Silent;

        var temporal = layers >> 5;
        var spatial = (layers >> 1) & 0x07;
        var starts = (head & StartsLayerFrame) != 0 && spatial == 0;
        var isKey = starts && (head & IsPredicted) == 0;
        return PayloadInfo.Silent with
        {
            StartsFrame = starts,
            StartsKeyFrame = isKey,
            TemporalLayer = (byte)temporal,
            TellsTemporalLayer = tellsLayer,
            IsSwitchPoint = temporal == 0 || isKey || (layers & SwitchingUp) != 0,
        };
    }
}
