using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Telehealth.Server.Tests.Access;

namespace Telehealth.Server.Tests.Live;

/// <summary>Somebody's device on the server's HTTP endpoints.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri address, string token)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<T> Get<T>(string path) => await Read<T>(await _http.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<T> Put<T>(string path, object body) => await Read<T>(await _http.PutAsJsonAsync(path, body, AccessHost.Json));

    public async Task<T> Post<T>(string path, object body) => await Read<T>(await _http.PostAsJsonAsync(path, body, AccessHost.Json));

    /// <summary>The whole answer, for what is not JSON.</summary>
    public Task<HttpResponseMessage> Open(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>The status and code with which the server says no.</summary>
    public async Task<(HttpStatusCode Status, string? Code, string? Text)> Refused(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, options: AccessHost.Json),
        };
        using var answer = await _http.SendAsync(request);
        Assert.False(answer.IsSuccessStatusCode, $"{method} {path} was not refused");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString());
    }

    public void Dispose() => _http.Dispose();

    private static async Task<T> Read<T>(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<T>(AccessHost.Json))!;
    }
}
