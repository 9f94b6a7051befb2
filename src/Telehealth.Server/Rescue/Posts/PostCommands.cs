using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Posts;

/// <summary>Asks units to wait at posts, when a person says so.</summary>
internal sealed class PostCommands(PostList posts, UnitEntity unitEntities, UnitQueries units, PostSuggestions suggestions)
{
    private static readonly Rejection NotIdle =
        Rejection.NotNow("unit.not_idle", "This unit has a job or an offer. It can be asked to wait somewhere once it is clear.");

    public async Task<Reply<UnitRow>> Send(Caller me, PostCommand command, CancellationToken ct)
    {
        if (posts.All.FirstOrDefault(post => post.Name == command.Post) is not { } post)
            return UnitRules.PostUnknown;
        var unit = new UnitId(command.UnitId);
        if (await units.Row(me.Tenant, unit, ct) is not { } row)
            return UnitRules.OffShift;
        if (row.Status is UnitStatus.Assigned or UnitStatus.Offered)
            return NotIdle;
        var send = new UnitCommand.SendToPost(post.Name, post.Place);
        if ((await unitEntities.Execute(me.As(ActorKind.Dispatcher, command.CommandId), command.UnitId, send, ct)).Refusal is { } refusal)
            return refusal;
        suggestions.Forget();
        return await units.Row(me.Tenant, unit, ct) is { } now ? now : row;
    }
}
