using Npgsql;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>All inline read models of the server, and the rules that their constraints stand for.</summary>
internal sealed class InlineReadModels(IEnumerable<IInlineReadModel> models, IEnumerable<ConstraintRule> rules)
{
    private readonly IInlineReadModel[] _models = [.. models];
    private readonly Dictionary<string, Rejection> _rules =
        rules.ToDictionary(rule => rule.ConstraintName, rule => rule.Rejection, StringComparer.Ordinal);

    public IReadOnlyList<string> Tables => [.. _models.SelectMany(model => model.Tables).Distinct(StringComparer.Ordinal)];

    public void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        foreach (var model in _models)
            model.Apply(stored, batch);
    }

    /// <summary>The refusal that a violated constraint means; null for every other failure.</summary>
    public Rejection? RuleBehind(Exception cause) =>
        cause is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.ForeignKeyViolation,
            ConstraintName: { } name,
        }
            ? _rules.GetValueOrDefault(name)
            : null;
}
