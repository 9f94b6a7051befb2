using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Policies;

/// <summary>From where a unit would drive, and after how long.</summary>
/// <param name="Place">Where it probably is.</param>
/// <param name="Mobilisation">How long its crew needs before it drives. Not below zero.</param>
public readonly record struct UnitStart(ProbablePlace Place, TimeSpan Mobilisation);
