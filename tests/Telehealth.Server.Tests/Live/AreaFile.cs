namespace Telehealth.Server.Tests.Live;

/// <summary>
/// Areas round the scene: the middle, whose units are A11 and A12; the west, which helps there (A14); and the east, which does not (A15).
/// </summary>
internal static class AreaFile
{
    public const string Text = """
        {"type":"FeatureCollection","features":[
          {"type":"Feature","properties":{"code":"middle","name":"Middle","kind":"service","desk":"one","homeUnits":["A11","A12"],"mutualAid":["west"]},
           "geometry":{"type":"Polygon","coordinates":[[[9.5,48.3],[9.7,48.3],[9.7,48.5],[9.5,48.5],[9.5,48.3]]]}},
          {"type":"Feature","properties":{"code":"west","name":"West","kind":"service","desk":"two","homeUnits":["A14"]},
           "geometry":{"type":"Polygon","coordinates":[[[9.3,48.3],[9.5,48.3],[9.5,48.5],[9.3,48.5],[9.3,48.3]]]}},
          {"type":"Feature","properties":{"code":"east","name":"East","kind":"service","desk":"two","homeUnits":["A15"]},
           "geometry":{"type":"Polygon","coordinates":[[[9.7,48.3],[9.9,48.3],[9.9,48.5],[9.7,48.5],[9.7,48.3]]]}}
        ]}
        """;
}
