using System.Text.Json.Serialization;

namespace Telehealth.Server.Platform.Contracts;

/// <summary>
/// The answer to every hub invocation: a value, or why not. Hub exceptions carry no code that a program could read,
/// so what a user can cause comes back as a value.
/// </summary>
internal sealed record Reply<T>(T? Value, Refusal? Error)
{
    public static implicit operator Reply<T>(T value) => new(value, null);

    public static implicit operator Reply<T>(Rejection rejection) => new(default, new Refusal(rejection));
}
