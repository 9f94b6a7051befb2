using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using TravelAtOffer = Telehealth.Domain.Rescue.Emergencies.Travel;

namespace Telehealth.Server.Rescue.Dispatching;

internal static class OfferTravel
{
    public static TravelAtOffer ToOffer(this Drive travel) => new(travel.Time, travel.Length, travel.Basis.Code());
}
