using Mono.Cecil;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>Every type that a type names: in its shape and in what its methods do.</summary>
internal static class UsedTypes
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) =>
        Shape(type).Concat(type.Methods.SelectMany(Body)).OfType<TypeReference>().SelectMany(Parts);

    private static IEnumerable<TypeReference?> Shape(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. type.Properties.Select(property => property.PropertyType),
            .. type.Methods.Select(method => method.ReturnType),
            .. type.Methods.SelectMany(method => method.Parameters).Select(parameter => parameter.ParameterType),
            .. type
                .CustomAttributes.Concat(type.Methods.SelectMany(method => method.CustomAttributes))
                .Select(attribute => attribute.AttributeType),
        ];

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) =>
        method.HasBody
            ? method
                .Body.Variables.Select(variable => variable.VariableType)
                .Concat(method.Instructions().SelectMany(instruction => Operand(instruction.Operand)))
            : [];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    /// <summary>A constructed type names its parts: a list of rows names the list and the row.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => Parts(generic.ElementType).Concat(generic.GenericArguments.SelectMany(Parts)),
        FunctionPointerType => [],
        TypeSpecification specification => Parts(specification.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
