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

/// <summary>
/// Why something was refused: a stable code for programs, a sentence for people. Over HTTP the same two stand in problem details.
/// </summary>
/// <param name="Rejection">What is told; it stays in the server, for those who pass an answer on.</param>
internal sealed record Refusal([property: JsonIgnore] Rejection Rejection)
{
    public string Code => Rejection.Code;

    public string Text => Rejection.Text;
}

/// <summary>Done, with nothing further to tell.</summary>
internal sealed record Done
{
    public static readonly Done Value = new();
}

/// <summary>Marks a hub and the interface its clients implement, so that the TypeScript contract can be generated from them.</summary>
[AttributeUsage(AttributeTargets.Interface)]
internal sealed class HubContractAttribute(string path, Type client) : Attribute
{
    public string Path { get; } = path;

    public Type Client { get; } = client;
}

/// <summary>Marks a record that travels over HTTP, so that its TypeScript shape is generated too.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum)]
internal sealed class HttpContractAttribute : Attribute;

/// <summary>A text of a contract that may be longer than the gate lets through otherwise: at most so many UTF-16 units.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class LongTextAttribute(int most) : Attribute
{
    public int Most { get; } = most;
}
