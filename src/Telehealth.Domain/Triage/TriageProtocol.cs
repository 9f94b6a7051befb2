namespace Telehealth.Domain.Triage;

/// <summary>
/// A short triage protocol: the complaint sets a starting priority, answers raise it, and every step leaves its reason.
/// It is sample content of our own for a service to replace with its approved one: none of the licensed protocols
/// (MPDS, King County CBD) is used or imitated. When in doubt it errs towards more urgent: not known about breathing or
/// consciousness counts as the bad answer.
/// </summary>
public sealed class TriageProtocol
{
    /// <summary>The question that an age answers.</summary>
    internal const string ChildQuestion = "child";

    private readonly IReadOnlyList<Rule> _rules;
    private readonly Dictionary<string, Complaint> _complaints;

    private TriageProtocol(
        string version, IReadOnlyList<Complaint> complaints, IReadOnlyList<TriageQuestion> questions, IReadOnlyList<Rule> rules)
    {
        Version = version;
        Complaints = complaints;
        Questions = questions;
        _rules = rules;
        _complaints = complaints.ToDictionary(complaint => complaint.Code, StringComparer.Ordinal);
    }

    /// <summary>The protocol that ships with the product.</summary>
    public static TriageProtocol Standard { get; } = Create();

    /// <summary>Changes with every change of content, and is stored with each result.</summary>
    public string Version { get; }

    /// <summary>In the order to show them.</summary>
    public IReadOnlyList<Complaint> Complaints { get; }

    /// <summary>All questions.</summary>
    public IReadOnlyList<TriageQuestion> Questions { get; }

    /// <summary>True for a complaint that can be chosen.</summary>
    public bool Knows(string complaint) => _complaints.ContainsKey(complaint);

    /// <summary>What people call a complaint; the code itself for one that this version no longer has.</summary>
    public string LabelOf(string complaint) => _complaints.TryGetValue(complaint, out var known) ? known.Label : complaint;

    /// <summary>
    /// Priority, reasons and skills for a known complaint. Questions without an answer count as not known; unknown questions are ignored.
    /// </summary>
    public TriageResult Assess(string complaint, IReadOnlyList<TriageAnswer> answers)
    {
        var chosen = _complaints[complaint];
        var given = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            given[answer.QuestionCode] = answer.Answer;
        }

        var met = _rules
            .Where(rule => chosen.QuestionCodes.Contains(rule.Question))
            .Where(rule => rule.When.Contains(given.GetValueOrDefault(rule.Question, Answer.Unknown)))
            .OrderBy(rule => rule.Priority)
            .ToList();
        var priority = met.Select(rule => rule.Priority).Append(chosen.StartsAt).Min();
        var reasons = met.Where(rule => rule.Priority <= chosen.StartsAt).Select(rule => rule.Reason)
            .Append($"{chosen.Label} starts at priority {(int)chosen.StartsAt}.")
            .ToList();
        var skills = met.Aggregate(chosen.Skills, (all, rule) => all | rule.Skills);
        return new TriageResult(priority, reasons, priority == Priority.LifeThreatening ? skills | Skills.Advanced : skills, Version);
    }

    private static TriageProtocol Create()
    {
        Answer[] yes = [Answer.Yes];
        Answer[] notYes = [Answer.No, Answer.Unknown];
        string[] vital = ["conscious", "breathing"];
        return new TriageProtocol(
            "2026-11.1",
            [
                new("unconscious", "Unconscious or collapsed", Priority.LifeThreatening, Skills.Advanced, ["breathing", "child"]),
                new("breathing", "Trouble breathing", Priority.Emergency, Skills.Basic, [.. vital, "child"]),
                new("chest-pain", "Chest pain", Priority.Emergency, Skills.Advanced, [.. vital, "sweating"]),
                new("stroke", "Signs of a stroke", Priority.Emergency, Skills.Basic, [.. vital, "recent"]),
                new("bleeding", "Severe bleeding", Priority.Emergency, Skills.Basic, [.. vital, "bleeding-spurting"]),
                new("allergy", "Allergic reaction", Priority.Emergency, Skills.Basic, [.. vital, "swelling"]),
                new("burns", "Burns", Priority.Emergency, Skills.Basic, [.. vital, "child"]),
                new("childbirth", "Childbirth", Priority.Emergency, Skills.Basic, ["bleeding-spurting", "baby-visible"]),
                new("accident", "Road accident", Priority.Emergency, Skills.Basic, [.. vital, "trapped"]),
                new("fall", "Fall or injury", Priority.Urgent, Skills.Basic, [.. vital, "bleeding-spurting", "fall-height"]),
                new("unwell", "Feeling very unwell", Priority.Urgent, Skills.Basic, [.. vital, "child"]),
                new("other", "Something else", Priority.Urgent, Skills.Basic, vital),
            ],
            [
                new("conscious", "Is the person awake and answering?"),
                new("breathing", "Is the person breathing normally?"),
                new("child", "Is the person a child under 12?"),
                new("sweating", "Is the person pale or in a cold sweat?"),
                new("recent", "Did it start within the last six hours?"),
                new("bleeding-spurting", "Is there heavy bleeding that does not stop?"),
                new("swelling", "Are the face, lips or tongue swelling?"),
                new("baby-visible", "Can the baby be seen, or is it already born?"),
                new("trapped", "Is anybody trapped?"),
                new("fall-height", "Was the fall from more than two metres?"),
            ],
            [
                new("conscious", notYes, Priority.LifeThreatening, "The person is not known to be awake and answering."),
                new("breathing", notYes, Priority.LifeThreatening, "The person is not known to breathe normally."),
                new("child", yes, Priority.Emergency, "The person is a child."),
                new("sweating", yes, Priority.LifeThreatening, "Pale or in a cold sweat."),
                new("recent", yes, Priority.LifeThreatening, "The signs are less than six hours old: treatment is still possible."),
                new("bleeding-spurting", yes, Priority.LifeThreatening, "There is heavy bleeding that does not stop."),
                new("swelling", yes, Priority.LifeThreatening, "Face, lips or tongue are swelling."),
                new("baby-visible", yes, Priority.LifeThreatening, "The birth is happening now."),
                new("trapped", yes, Priority.LifeThreatening, "Somebody is trapped.", Skills.Rescue),
                new("fall-height", yes, Priority.Emergency, "The fall was from more than two metres."),
            ]);
    }

    private sealed record Rule(string Question, Answer[] When, Priority Priority, string Reason, Skills Skills = Skills.None);
}
