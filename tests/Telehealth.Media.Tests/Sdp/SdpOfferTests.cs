using System.Text;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Tests.Sdp;

public sealed class SdpOfferTests
{
    [Fact]
    public void Chromiums_offer_is_read()
    {
        var offer = Read(Offers.Chromium);

        Assert.Equal(("2169500063590437113", "0Hyx", "sUUbzS28CDYqZwG/AVHd2Xg0"), (offer.SessionId, offer.IceUfrag, offer.IcePassword));
        Assert.Equal("sha-256 " + Offers.Fingerprint, offer.Fingerprint);
        Assert.True(offer.AllowsMixedExtensions);
        Assert.Equal([true, true, true, true, false], offer.Sections.Select(section => section.IsServable));
        Assert.Equal([2966437655u, 1001u, null, null, null], offer.Sections.Select(section => section.Ssrc));
        Assert.Equal(new HeaderExtensionIds(4, 1, TransportSequence: 3), offer.Sections[0].Extensions);
        var opus = Assert.Single(offer.Sections[0].Codecs);
        Assert.Equal(new OfferedCodec(MediaCodec.Opus, 111, "minptime=10;useinbandfec=1", MediaFeedback.TransportWide), opus);
        const MediaFeedback all = MediaFeedback.Nack | MediaFeedback.PictureLoss | MediaFeedback.FullIntra;
        Assert.Equal(
            [(MediaCodec.Vp8, 96, all | MediaFeedback.Remb), (MediaCodec.H264, 108, all)],
            offer.Sections[1].Codecs.Select(c => (c.Codec, (int)c.PayloadType, c.Feedback)));
    }

    [Fact]
    public void Firefoxs_offer_is_read()
    {
        var offer = Read(Offers.Firefox);

        Assert.Equal("sha-256 " + Offers.Fingerprint, offer.Fingerprint);
        Assert.Equal([true, false, true], offer.Sections.Select(section => section.IsServable));
        Assert.Equal(new HeaderExtensionIds(3, 1), offer.Sections[0].Extensions);
        Assert.Equal([120, 126], offer.Sections[2].Codecs.Select(codec => (int)codec.PayloadType));
        Assert.Equal(MediaFeedback.Nack | MediaFeedback.PictureLoss | MediaFeedback.FullIntra, offer.Sections[2].Codecs[0].Feedback);
        Assert.Equal(MediaDirection.SendRecv, offer.Sections[2].Direction);
    }

    [Theory]
    [InlineData("v=0", "v=1", "media.sdp_malformed")]
    [InlineData("o=- 2169500063590437113", "x=- 1", "media.sdp_malformed")]
    [InlineData("a=mid:1", "a=mid:0", "media.sdp_malformed")]
    [InlineData("a=mid:1", "a=mid:a mid that is far too long", "media.sdp_malformed")]
    [InlineData("m=video 9 UDP", "m=video nine UDP", "media.sdp_malformed")]
    [InlineData("a=sendonly", "a=send\0only", "media.sdp_malformed")]
    [InlineData("a=group:BUNDLE", "a=group:LS", "media.no_bundle")]
    [InlineData("a=rtcp-mux", "a=x", "media.no_rtcp_mux")]
    [InlineData("a=fingerprint:sha-256", "a=fingerprint:sha-1", "media.no_fingerprint")]
    [InlineData("a=fingerprint:sha-256 12:", "a=fingerprint:sha-256 1G:", "media.no_fingerprint")]
    [InlineData("a=ice-ufrag:0Hyx", "a=ice-ufrag:0", "media.no_ice")]
    [InlineData("a=ice-pwd:", "a=x:", "media.no_ice")]
    [InlineData("a=setup:actpass", "a=setup:passive", "media.bad_setup")]
    public void What_cannot_be_served_has_a_stable_code(string old, string replacement, string code)
    {
        Assert.False(SdpOffer.TryParse(Offers.Chromium.Replace(old, replacement, StringComparison.Ordinal), out _, out var refusal));
        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void An_offer_that_is_too_long_or_has_too_many_sections_is_refused()
    {
        Assert.False(SdpOffer.TryParse(new string('a', SdpOffer.MaxLength + 1), out _, out var refusal));
        Assert.Equal("media.sdp_too_large", refusal.Code);
        var many = new StringBuilder(Offers.Chromium);
        for (var i = 0; i < SdpOffer.MaxSections; i++) many.Append("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n");
        Assert.False(SdpOffer.TryParse(many.ToString(), out _, out refusal));
        Assert.Equal("media.too_many_sections", refusal.Code);
        Assert.False(SdpOffer.TryParse(null, out _, out refusal));
        Assert.Equal("media.sdp_malformed", refusal.Code);
    }

    internal static SdpOffer Read(string text)
    {
        Assert.True(SdpOffer.TryParse(text, out var offer, out var refusal), refusal?.Text);
        return offer;
    }
}
