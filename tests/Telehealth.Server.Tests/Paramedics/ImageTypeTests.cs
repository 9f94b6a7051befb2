using Telehealth.Server.Paramedics;

namespace Telehealth.Server.Tests.Paramedics;

public sealed class ImageTypeTests
{
    [Theory]
    [InlineData("FFD8FFE000104A46", "image/jpeg")]
    [InlineData("89504E470D0A1A0A0000000D49484452", "image/png")]
    [InlineData("524946461A000000574542505650384C", "image/webp")]
    [InlineData("524946461A00000057415645666D7420", null)]
    [InlineData("89504E470D0A1A0A", null)]
    [InlineData("FFD8", null)]
    [InlineData("3C68746D6C3E", null)]
    [InlineData("", null)]
    public void A_picture_is_told_by_its_first_bytes(string hex, string? type) => Assert.Equal(type, ImageType.Of(Convert.FromHexString(hex)));
}
