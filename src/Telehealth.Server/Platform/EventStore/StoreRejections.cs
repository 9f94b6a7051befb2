namespace Telehealth.Server.Platform.EventStore;

/// <summary>Rejections that the store itself gives.</summary>
internal static class StoreRejections
{
    /// <summary>The same actor has used this id for something else.</summary>
    public static Rejection IdReused { get; } = Rejection.Invalid(
        "command.id_reused", "This request's id was already used for something else. Send it again with a new id.");

    /// <summary>Others changed the entity each time before this command could be stored.</summary>
    public static Rejection Busy { get; } = Rejection.NotNow(
        "entity.busy", "Too many changes happened at once. Nothing was changed; please try again.");

    /// <summary>
    /// The database cannot be reached or does not write. Whether the command was done is not known; sent again with its id it is done once.
    /// </summary>
    public static Rejection Unavailable { get; } = new(
        RejectionKind.Unavailable, "store.unavailable",
        "The server cannot store anything at this moment, and it is not known whether this was done. Send it again.");
}
