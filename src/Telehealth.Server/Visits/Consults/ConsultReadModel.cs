using Npgsql;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Consults, their chat and their guest links as the screens read them.</summary>
internal sealed class ConsultReadModel : IInlineReadModel
{
    public string Name => "consults";

    public IReadOnlyList<string> Tables { get; } = ["consults.consult", "consults.consult_message", "consults.guest_link"];

    public void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        var tenant = stored.Tenant.Value;
        var consult = stored.StreamId;
        switch (stored.Event)
        {
            case ConsultRequested requested:
                batch.Add(
                    "insert into consults.consult (tenant, consult_id, version, phase, patient_id, reason, asked_at, waiting_since) values ($1, $2, $3, 'waiting', $4, $5, $6, $6)",
                    tenant, consult, stored.Version, requested.Patient.Value, requested.Reason, requested.At);
                break;
            case ConsultBooked booked:
                batch.Add(
                    "insert into consults.consult (tenant, consult_id, version, phase, patient_id, clinician_id, reason, asked_at, booked_for) values ($1, $2, $3, 'booked', $4, $5, $6, $7, $8)",
                    tenant, consult, stored.Version, booked.Patient.Value, booked.Clinician.Value, booked.Reason,
                    booked.At, booked.StartsAt);
                break;
            case WaitingRoomEntered entered:
                Change(batch, stored, "phase = 'waiting', waiting_since = $4", entered.At);
                break;
            case ReasonChanged changed:
                Change(batch, stored, "reason = $4", changed.Reason);
                break;
            case PatientAdmitted admitted:
                Change(
                    batch, stored, "phase = 'inProgress', clinician_id = $4, started_at = $5, returned_at = null, return_reason = null",
                    admitted.Clinician.Value, admitted.At);
                break;
            case PatientReturned returned:
                Change(
                    batch, stored, "phase = 'waiting', clinician_id = null, started_at = null, returned_at = $4, return_reason = $5",
                    returned.At, returned.Reason?.ToWire());
                break;
            case ConsultLocked:
                Change(batch, stored, "locked = true");
                break;
            case ConsultUnlocked:
                Change(batch, stored, "locked = false");
                break;
            case ConsultEnded ended:
                Change(batch, stored, "phase = 'ended', ended_at = $4", ended.At);
                break;
            case ConsultCancelled cancelled:
                Change(batch, stored, "phase = 'cancelled', ended_at = $4", cancelled.At);
                break;
            case MessageSaid or MessageWithdrawn:
                ApplyChat(stored, batch);
                break;
            case GuestInvited invited:
                batch.Add(
                    "insert into consults.guest_link (tenant, link_id, consult_id, token_hash, name, invited_name, role, expires_at, made_at) values ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
                    tenant, invited.Guest.Value, consult, Convert.FromBase64String(invited.TokenHash), invited.Name, invited.Role.ToWire(),
                    invited.ExpiresAt, invited.At);
                break;
            case ParticipantJoined { GuestName: { } name } joined:
                batch.Add(
                    "update consults.guest_link set name = $3, joined_at_version = $4 where tenant = $1 and link_id = $2",
                    tenant, joined.Participant.Value, name, stored.Version);
                break;
            case GuestLinkRevoked revoked:
                batch.Add(
                    "update consults.guest_link set revoked_at = $3 where tenant = $1 and link_id = $2",
                    tenant, revoked.Guest.Value, revoked.At);
                break;
        }
    }

    private static void ApplyChat(StoredEvent stored, NpgsqlBatch batch)
    {
        var tenant = stored.Tenant.Value;
        var consult = stored.StreamId;
        switch (stored.Event)
        {
            case MessageSaid said:
                batch.Add(
                    "insert into consults.consult_message (tenant, consult_id, sequence, command_id, from_id, text, at, guest_name) "
                    + "values ($1, $2, $3, $4, $5, $6, $7, (select name from consults.guest_link where tenant = $1 and link_id = $5))",
                    tenant, consult, stored.Version, stored.Command.Value, said.From.Value, said.Text, said.At);
                break;
            case MessageWithdrawn withdrawn:
                batch.Add(
                    "update consults.consult_message set text = $4, withdrawn_at = $5, withdrawn_by = $6 "
                    + "where tenant = $1 and consult_id = $2 and sequence = $3",
                    tenant, consult, withdrawn.Number, ChatRules.Withdrawn, withdrawn.At, withdrawn.By.Value);
                break;
        }
    }

    private static void Change(NpgsqlBatch batch, StoredEvent stored, string assignments, params ReadOnlySpan<object?> values) =>
        batch.Add(
            $"update consults.consult set version = $3, {assignments} where tenant = $1 and consult_id = $2",
            [stored.Tenant.Value, stored.StreamId, stored.Version, .. values]);
}
