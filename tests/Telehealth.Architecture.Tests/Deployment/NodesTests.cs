using System.Globalization;
using System.Text.RegularExpressions;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Architecture.Tests.Deployment;

/// <summary>What starts several servers gives each what it needs of its own, and opens between them what they need and no more.</summary>
public sealed partial class NodesTests
{
    private static readonly string Kubernetes = File.ReadAllText(Repository.PathOf("deploy", "kubernetes", "telehealth.yaml"));
    private static readonly string Compose = File.ReadAllText(Repository.PathOf("docker-compose.yml"));
    private static readonly string ComposeOfNodes = File.ReadAllText(Repository.PathOf("docker-compose.nodes.yml"));
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

    [Fact]
    public void Kubernetes_is_told_of_each_part_once()
    {
        var parts = Kind().Matches(Kubernetes).Select(match => match.Groups[1].Value);

        Assert.Equal(["StatefulSet", "Service", "Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"], parts);
    }

    [Fact]
    public void A_node_in_Kubernetes_is_sent_people_when_it_is_ready_and_is_started_anew_when_it_does_not_answer()
    {
        var node = Part("StatefulSet");

        Assert.Matches(@"readinessProbe:\s+httpGet: { path: /health/ready, port: pages }", node);
        Assert.Matches(@"startupProbe:\s+httpGet: { path: /health/ready, port: pages }", node);
        // Readiness asks the database, and no restart brings that back.
        Assert.Matches(@"livenessProbe:\s+httpGet: { path: /health/live, port: pages }", node);
    }

    [Fact]
    public void A_node_has_more_time_to_end_than_it_takes()
    {
        var grace = int.Parse(Grace().Match(Part("StatefulSet")).Groups[1].Value, CultureInfo.InvariantCulture);
        var drain = new DrainOptions();
        var connections = drain.MoveOver + drain.LeaveWithin + ConnectionMoves.EndsWithin;
        var rooms = new ConsultOptions().RoomsStayFor + RoomsStay.TakenWithin;

        // The host lets go of requests within 30 seconds by itself.
        var takes = drain.Notice + (connections > rooms ? connections : rooms) + TimeSpan.FromSeconds(30);
        Assert.InRange(grace, takes.TotalSeconds, 300);
        Assert.Equal(2, Regex.Count(ComposeOfNodes, $"stop_grace_period: {grace}s"));
        Assert.Contains("maxUnavailable: 1", Part("PodDisruptionBudget"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_between_nodes_is_open_to_nodes_alone()
    {
        var policy = Part("NetworkPolicy");
        var silo = Regex.Match(Part("StatefulSet"), "name: silo, containerPort: (\\d+)").Groups[1].Value;

        Assert.Contains($"Cluster__SiloPort, value: \"{silo}\"", Part("StatefulSet"), StringComparison.Ordinal);
        Assert.Matches(@"podSelector: { matchLabels: { app: telehealth, part: node } }\s+ports:\s+- { port: silo, protocol: TCP }", policy);
        Assert.Single(Regex.Matches(policy, "port: silo"));
        Assert.DoesNotContain($"name: silo, port", Kubernetes, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_beyond_one_machine_have_certificates()
    {
        foreach (var setting in new[] { "Cluster__Certificate", "Cluster__CertificateKey", "Cluster__CertificateAuthority" })
        {
            Assert.Contains($"name: {setting}, value: /silo/", Part("StatefulSet"), StringComparison.Ordinal);
            Assert.Contains($"{setting}: /silo/", ComposeOfNodes, StringComparison.Ordinal);
        }
        Assert.Contains("mountPath: /silo, readOnly: true", Part("StatefulSet"), StringComparison.Ordinal);
        Assert.Contains("secretName: telehealth-silo", Part("StatefulSet"), StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(ComposeOfNodes, "volumes: [&*]certificates"));
    }

    [Fact]
    public void Audio_and_video_come_to_the_machine_of_their_node_by_UDP_and_TCP()
    {
        var node = Part("StatefulSet");
        var port = Regex.Match(node, "name: Media__Port, value: \"(\\d+)\"").Groups[1].Value;

        Assert.Contains($"containerPort: {port}, hostPort: {port}, protocol: UDP", node, StringComparison.Ordinal);
        Assert.Contains($"containerPort: {port}, hostPort: {port}, protocol: TCP", node, StringComparison.Ordinal);
        // Two on one machine could not both have it, and one port is one thread's.
        Assert.Contains("topologyKey: kubernetes.io/hostname", node, StringComparison.Ordinal);
        Assert.Contains("Media__Threads, value: \"1\"", node, StringComparison.Ordinal);
    }

    [Fact]
    public void The_proxy_knows_every_node_and_stands_in_the_container()
    {
        var replicas = int.Parse(Regex.Match(Part("StatefulSet"), @"replicas: (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        var known = Regex.Matches(Part("Deployment"), @"http://telehealth-(\d+)\.telehealth-nodes:8080").Select(match => match.Groups[1].Value);

        Assert.Equal(Enumerable.Range(0, replicas).Select(number => $"{number}"), known);
        // Visits are at one node together because one proxy leads them there.
        Assert.Contains("replicas: 1", Part("Deployment"), StringComparison.Ordinal);
        Assert.Contains("dotnet publish src/Telehealth.Proxy -c Release -o /proxy", Dockerfile, StringComparison.Ordinal);
        Assert.Contains("/proxy/Telehealth.Proxy.dll", Part("Deployment"), StringComparison.Ordinal);
        Assert.Contains("/proxy/Telehealth.Proxy.dll", ComposeOfNodes, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_nodes_in_containers_share_the_ports_of_one_and_TURN_reaches_both()
    {
        var ofOne = Range().Match(Compose);
        var ofBoth = Range().Matches(ComposeOfNodes).Select(match => (From: Port(match, 1), To: Port(match, 2))).ToList();
        var threads = int.Parse(Regex.Match(ComposeOfNodes, "Media__Threads: \"(\\d+)\"").Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.Equal(2, ofBoth.Count);
        Assert.Equal(Port(ofOne, 1), ofBoth[0].From);
        Assert.Equal(ofBoth[0].To + 1, ofBoth[1].From);
        Assert.Equal(Port(ofOne, 2), ofBoth[1].To);
        Assert.All(ofBoth, ports => Assert.Equal(threads, ports.To - ports.From + 1));
        Assert.Contains($"Media__Port: \"{ofBoth[1].From}\"", ComposeOfNodes, StringComparison.Ordinal);
        Assert.Contains("internal: true", ComposeOfNodes, StringComparison.Ordinal);
    }

    private static int Port(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Part(string kind) =>
        Kubernetes.Split("\n---\n").Single(part => Regex.IsMatch(part, $"(?m)^kind: {kind}$"));

    [GeneratedRegex("^kind: (\\w+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex(@"terminationGracePeriodSeconds: (\d+)")]
    private static partial Regex Grace();

    [GeneratedRegex("- \"(\\d+)-(\\d+):\\d+-\\d+/udp\"")]
    private static partial Regex Range();
}
