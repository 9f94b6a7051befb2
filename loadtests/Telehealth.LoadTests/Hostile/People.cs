using System.Net.Http.Headers;
using System.Net.Http.Json;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile;

/// <summary>Accounts for a run, made by the demo's administrator.</summary>
internal sealed class People(HttpClient http)
{
    private const string Password = "a-load-test-password";

    private string? _admin;

    /// <summary>A new account with one role, signed in as a device.</summary>
    public async Task<string> SignUp(string name, string role, CancellationToken ct)
    {
        _admin ??= await HubClient.SignIn(http, "ivo@demo.telehealth", "demo-telehealth", ct);
        var email = $"{name}@load.test";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/admin/users")
        {
            Content = JsonContent.Create(new { name, email, password = Password, roles = new[] { role } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _admin);
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return await HubClient.SignIn(http, email, Password, ct);
    }
}
