using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Emergencies;

/// <summary>What may be asked of an emergency.</summary>
public abstract record EmergencyCommand
{
    private EmergencyCommand()
    {
    }

    /// <summary>Somebody asks for help.</summary>
    public sealed record RaiseEmergency(
        EmergencyId Emergency,
        PersonId? Patient,
        string Complaint,
        string Description,
        IReadOnlyList<TriageAnswer> Answers,
        Place Place,
        string CallbackNumber) : EmergencyCommand;

    /// <summary>A better location is known.</summary>
    public sealed record ImproveLocation(PersonId? Patient, Place Place) : EmergencyCommand;

    /// <summary>A dispatcher knows better than the protocol.</summary>
    public sealed record ChangePriority(Priority Priority, string Reason) : EmergencyCommand;

    /// <summary>A dispatcher writes something down.</summary>
    public sealed record AddNote(string Text) : EmergencyCommand;

    /// <summary>The dispatcher's rule offers the job to the best unit. Refused when an offer or assignment is live.</summary>
    public sealed record OfferUnit(AssignmentId Assignment, UnitId Unit, Travel? Travel, TimeSpan AnswerWithin) : EmergencyCommand;

    /// <summary>A person offers the job to this unit; whoever has it is released with a reason.</summary>
    public sealed record AssignByHand(AssignmentId Assignment, UnitId Unit, Travel? Travel, TimeSpan AnswerWithin, string Reason) : EmergencyCommand;

    /// <summary>The unit takes the job.</summary>
    public sealed record AcceptOffer(AssignmentId Assignment, int Epoch, UnitId Unit, DateTimeOffset DeviceTime) : EmergencyCommand;

    /// <summary>The unit does not take the job.</summary>
    public sealed record DeclineOffer(AssignmentId Assignment, int Epoch, UnitId Unit, string Reason, DateTimeOffset DeviceTime) : EmergencyCommand;

    /// <summary>The deadline has passed.</summary>
    public sealed record ExpireOffer(AssignmentId Assignment) : EmergencyCommand;

    /// <summary>The unit is a step further.</summary>
    public sealed record ReportStatus(AssignmentId Assignment, int Epoch, UnitId Unit, AssignmentStatus Status, DateTimeOffset DeviceTime) : EmergencyCommand;

    /// <summary>The dispatcher's rule found nobody.</summary>
    public sealed record DeclareUnitsExhausted(AlarmId Alarm) : EmergencyCommand;

    /// <summary>The unit that has the job has not been heard of for too long.</summary>
    public sealed record ReportUnitSilent(AlarmId Alarm, AssignmentId Assignment) : EmergencyCommand;

    /// <summary>A dispatcher has seen the alarm.</summary>
    public sealed record AcknowledgeAlarm(AlarmId Alarm) : EmergencyCommand;

    /// <summary>Units are looked at again: by a dispatcher's wish also those that said no, by the server's rule only when another has come free.</summary>
    public sealed record SearchAgain(bool AlsoThoseWhoSaidNo) : EmergencyCommand;

    /// <summary>Help is no longer needed. A patient may do this to their own.</summary>
    public sealed record CancelEmergency(PersonId? Patient, string Reason) : EmergencyCommand;
}
