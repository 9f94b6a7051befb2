using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

public sealed class MediaPathTests
{
    [Theory]
    [InlineData("unknown", nameof(MediaPath.Unknown))]
    [InlineData("udp", nameof(MediaPath.Udp))]
    [InlineData("tcp", nameof(MediaPath.Tcp))]
    [InlineData("relay", nameof(MediaPath.Turn))]
    public void A_path_is_sent_and_kept_under_the_word_that_it_always_had(string word, string name)
    {
        var path = Enum.Parse<MediaPath>(name);
        using var services = new ServiceCollection().AddWire().BuildServiceProvider();
        var json = services.GetRequiredService<IOptions<JsonHubProtocolOptions>>().Value.PayloadSerializerOptions;

        Assert.Equal((word, path), (path.ToWire(), WireNames.FromWire<MediaPath>(word)));
        Assert.Equal(($"\"{word}\"", path), (JsonSerializer.Serialize(path, json), JsonSerializer.Deserialize<MediaPath>($"\"{word}\"", json)));
    }
}
