using System.Reflection;
using Microsoft.Extensions.Logging;
using Mono.Cecil;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Architecture.Tests.Server;

public sealed class ServerShapeTests
{
    private static readonly Assembly Code = typeof(HubContractAttribute).Assembly;

    public static TheoryData<string> HubContracts => [.. Hubs().Select(hub => hub.Name)];

    [Fact]
    public void No_type_of_the_server_is_public()
    {
        // The compiler itself makes Program public.
        var open = Assemblies
            .Server.WrittenTypes()
            .Where(type => (type.IsPublic || type.IsNestedPublic && type.Outermost().Resolve().IsPublic) && type.Name != "Program");

        Rule.HasNoOffenders(open.Select(type => type.FullName));
    }

    [Fact]
    public void Every_class_of_the_server_is_sealed_unless_others_are_cases_of_it()
    {
        var bases = Assemblies.Server.Types().Select(type => type.BaseType?.GetElementType().FullName).ToHashSet();
        var open = Assemblies
            .Server.WrittenTypes()
            .Where(type =>
                type is { IsClass: true, IsSealed: false, IsAbstract: false } && type.Name != "Program" && !bases.Contains(type.FullName));

        Rule.HasNoOffenders(open.Select(type => type.FullName));
    }

    [Fact]
    public void Every_line_of_the_log_has_a_number_of_its_own()
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var lines =
            from type in Code.GetTypes()
            from method in type.GetMethods(all)
            let line = method.GetCustomAttribute<LoggerMessageAttribute>()
            where line is not null
            group method by line.EventId;

        Rule.HasNoOffenders(
            lines.Where(line => line.Count() > 1).Select(line => $"{line.Key}: {string.Join(", ", line.Select(method => method.Name))}"));
    }

    [Theory]
    [MemberData(nameof(HubContracts))]
    public void Every_method_of_a_hub_names_who_may_call_it(string contract)
    {
        var shape = Hubs().Single(hub => hub.Name == contract);
        var hub = Assert.Single(Code.GetTypes(), type => type is { IsClass: true, IsAbstract: false } && shape.IsAssignableFrom(type));

        var silent = hub.GetInterfaceMap(shape).TargetMethods
            .Where(method => !method.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "AllowAttribute"));

        Rule.HasNoOffenders(silent.Select(method => method.Name));
    }

    [Fact]
    public void A_hub_offers_nothing_beyond_its_contract()
    {
        var extra = from hub in Code.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && IsHub(type))
                    from method in hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    where method.GetBaseDefinition().DeclaringType == hub
                    where !hub.GetInterfaces().Any(shape => hub.GetInterfaceMap(shape).TargetMethods.Contains(method))
                    select $"{hub.Name}.{method.Name}";

        Rule.HasNoOffenders(extra);
    }

    private static IEnumerable<Type> Hubs() => Code.GetTypes().Where(type => type.GetCustomAttribute<HubContractAttribute>() is not null);

    private static bool IsHub(Type type) =>
        type.BaseType is { } parent
        && (
            (parent.Namespace == "Microsoft.AspNetCore.SignalR" && parent.Name.StartsWith("Hub", StringComparison.Ordinal)) || IsHub(parent));
}
