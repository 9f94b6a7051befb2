using Telehealth.Domain.Deciding;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Tests;

/// <summary>Given events, when a command, then events or a rejection: <c>rules.Given(…).When(…, at).Then(…)</c>.</summary>
internal static class Scenario
{
    public static Past<TCommand, TState, TEvent> Given<TCommand, TState, TEvent>(
        this Decider<TCommand, TState, TEvent> rules, params IReadOnlyList<TEvent> events) => new(rules, rules.Fold(events));
}

/// <summary>What has happened so far.</summary>
internal sealed record Past<TCommand, TState, TEvent>(Decider<TCommand, TState, TEvent> Rules, TState State)
{
    public Answer<TCommand, TState, TEvent> When(TCommand command, DateTimeOffset at) => new(this, Rules.Decide(command, State, at));
}

/// <summary>What the rules answered.</summary>
internal sealed record Answer<TCommand, TState, TEvent>(Past<TCommand, TState, TEvent> Past, Decision<TEvent> Decision)
{
    /// <summary>The facts; a refusal fails the test.</summary>
    public IReadOnlyList<TEvent> Events =>
        Decision is Decision<TEvent>.Accepted accepted ? accepted.Events : throw new InvalidOperationException($"Refused: {Decision}");

    /// <summary>The code of the rejection; null when accepted.</summary>
    public string? Code => (Decision as Decision<TEvent>.Refused)?.Rejection.Code;

    /// <summary>What is kept of a refused attempt.</summary>
    public IReadOnlyList<TEvent> Recorded => Decision is Decision<TEvent>.Refused refused ? refused.Recorded : [];

    /// <summary>The past with the facts added; a refusal adds what is kept of the attempt.</summary>
    public Past<TCommand, TState, TEvent> Afterwards =>
        Past with
        {
            State = (Decision is Decision<TEvent>.Accepted accepted ? accepted.Events : Recorded).Aggregate(Past.State, Past.Rules.Evolve),
        };

    public void Then(params TEvent[] expected) => Assert.Equal(expected, Events);

    public void ThenNothing() => Assert.Empty(Events);

    public void ThenRefused(string code) => Assert.Equal(code, Code);

    public void ThenRefusedAndRecorded(string code, TEvent recorded)
    {
        Assert.Equal(code, Code);
        Assert.Equal([recorded], Recorded);
    }
}
