using System.Reflection;
using System.Reflection.Emit;

namespace Fund.Testing.Said;

/// <summary>One instruction of a compiled method.</summary>
/// <param name="Operand">A text, a method, or the offset of a branch; null for everything else.</param>
internal sealed record Instruction(int Offset, OpCode Code, object? Operand);

/// <summary>Reads the instructions of compiled methods.</summary>
internal static class Il
{
    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Every method, constructor and accessor of an assembly that has a body.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Assembly assembly)
    {
        const BindingFlags all =
            BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.Static
            | BindingFlags.Instance
            | BindingFlags.DeclaredOnly;
        return assembly
            .GetTypes()
            .SelectMany(type => type.GetMethods(all).Concat<MethodBase>(type.GetConstructors(all)))
            .Where(method => method.GetMethodBody() is not null);
    }

    public static List<Instruction> Read(MethodBase method)
    {
        var bytes = method.GetMethodBody()!.GetILAsByteArray()!;
        var read = new List<Instruction>();
        for (var at = 0; at < bytes.Length; )
        {
            var offset = at;
            var code = bytes[at] == TwoBytes ? Codes[(short)((TwoBytes << 8) | bytes[at + 1])] : Codes[bytes[at]];
            at += code.Size;
            var (operand, size) = Operand(method, code, bytes, at);
            at += size;
            read.Add(new Instruction(offset, code, operand is Branch branch ? at + branch.Distance : operand));
        }

        return read;
    }

    private sealed record Branch(int Distance);

    private static (object? Operand, int Size) Operand(MethodBase method, OpCode code, byte[] bytes, int at) =>
        code.OperandType switch
        {
            OperandType.InlineNone => (null, 0),
            OperandType.ShortInlineBrTarget => (new Branch((sbyte)bytes[at]), 1),
            OperandType.InlineBrTarget => (new Branch(BitConverter.ToInt32(bytes, at)), 4),
            OperandType.ShortInlineI or OperandType.ShortInlineVar => (null, 1),
            OperandType.InlineVar => (null, 2),
            OperandType.InlineI8 or OperandType.InlineR => (null, 8),
            OperandType.InlineSwitch => (null, 4 + (4 * BitConverter.ToInt32(bytes, at))),
            OperandType.InlineString => (method.Module.ResolveString(BitConverter.ToInt32(bytes, at)), 4),
            OperandType.InlineMethod => (Called(method, BitConverter.ToInt32(bytes, at)), 4),
            _ => (null, 4),
        };

    private static MethodBase? Called(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        return method.Module.ResolveMethod(token, ofType, ofMethod);
    }
}
