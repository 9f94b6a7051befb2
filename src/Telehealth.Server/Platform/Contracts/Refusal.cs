using System.Text.Json.Serialization;

namespace Telehealth.Server.Platform.Contracts;

/// <summary>
/// Why something was refused: a stable code for programs, a sentence for people. Over HTTP the same two stand in problem details.
/// </summary>
/// <param name="Rejection">What is told; it stays in the server, for those who pass an answer on.</param>
internal sealed record Refusal([property: JsonIgnore] Rejection Rejection)
{
    public string Code => Rejection.Code;

    public string Text => Rejection.Text;
}
