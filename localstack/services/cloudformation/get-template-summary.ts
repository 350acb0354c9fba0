import type { Operation } from '../../engine/service.ts';
import type { Template } from '../../template/template.ts';
import { neededCapabilities } from './capabilities.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';
import { bodyOf, readTemplate, templateParameters, type TemplateInput } from './template-source.ts';

interface GetTemplateSummary extends TemplateInput {
  readonly StackName?: string;
}

/** Of a template, or of a stack's. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export function getTemplateSummary({ deployer, readObject }: CloudformationRoom): Operation {
  return {
    parameters: { ...templateParameters, StackName: { type: 'string' } },
    async run({ StackName, ...source }: GetTemplateSummary) {
      const body = StackName === undefined ? undefined : bodyOf(findStack(deployer, StackName));
      const { template } = await readTemplate(body === undefined ? source : { TemplateBody: body }, readObject);
      const { Resources, Description, Metadata } = template;
      return {
        Parameters: declaredParameters(template),
        Description,
        ...capabilitiesOf(template),
        ResourceTypes: [...new Set(Object.values(Resources).map(({ Type }) => Type))],
        Metadata: Metadata === undefined ? undefined : JSON.stringify(Metadata),
        DeclaredTransforms: [],
      };
    },
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export function validateTemplate({ readObject }: CloudformationRoom): Operation {
  return {
    parameters: templateParameters,
    async run(source: TemplateInput) {
      const { template } = await readTemplate(source, readObject);
      const { Description } = template;
      return { Parameters: declaredParameters(template), Description, ...capabilitiesOf(template) };
    },
  };
}

function declaredParameters({ Parameters = {} }: Template): Record<string, unknown>[] {
  return Object.entries(Parameters).map(([name, { Type, Default, Description, NoEcho, AllowedValues }]) => ({
    ParameterKey: name,
    DefaultValue: Default === undefined ? undefined : String(Default),
    ParameterType: Type,
    NoEcho: NoEcho === true || NoEcho === 'true',
    Description,
    ParameterConstraints: { AllowedValues: AllowedValues?.map(String) },
  }));
}

function capabilitiesOf(template: Template): Record<string, unknown> {
  const { capability, types } = neededCapabilities(template);
  if (capability === undefined) return {};
  return {
    Capabilities: [capability],
    CapabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
  };
}
