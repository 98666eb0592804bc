using System.Text;
using System.Xml;
using System.Xml.Schema;
using Fund.Testing;

namespace Fund.Gateway.Tests.OpenData;

/// <summary>The schemas of IATI 2.03 as they are published.</summary>
internal static class IatiSchema
{
    /// <summary>The standard refers to a copy of the schema of xml:lang that it does not bring along.</summary>
    private const string XmlNamespace = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
          <xs:attribute name="lang" type="xs:language"/>
        </xs:schema>
        """;

    /// <summary>Everything wrong with a file by the schema; warnings as well.</summary>
    public static IReadOnlyList<string> ProblemsOf(string xml, string schema)
    {
        var problems = new List<string>();
        var schemas = new XmlSchemaSet { XmlResolver = new FromFolder() };
        using var file = new MemoryStream(SharedFiles.Read($"standards/iati/{schema}"));
        using var reader = XmlReader.Create(file, null, $"file:///iati/{schema}");
        schemas.Add(null, reader);
        schemas.Compile();
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            Schemas = schemas,
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings,
        };
        settings.ValidationEventHandler += (_, problem) => problems.Add($"{problem.Severity}: {problem.Message}");
        using var validating = XmlReader.Create(new StringReader(xml), settings);
        while (validating.Read()) { }

        return problems;
    }

    private sealed class FromFolder : XmlResolver
    {
        public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            var name = Path.GetFileName(absoluteUri.LocalPath);
            return new MemoryStream(
                name == "xml.xsd" ? Encoding.UTF8.GetBytes(XmlNamespace) : SharedFiles.Read($"standards/iati/{name}")
            );
        }
    }
}
