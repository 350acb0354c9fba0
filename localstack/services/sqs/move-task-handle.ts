/** The handle of a move task: its id and its source, as text that nobody needs to look into. */
import { invalidParameterValue } from './errors.ts';

interface TaskReference {
  readonly taskId: string;
  readonly sourceArn: string;
}

export function taskHandleOf(reference: TaskReference): string {
  return Buffer.from(JSON.stringify(reference)).toString('base64');
}

/** Throws when the text is none that StartMessageMoveTask has given out. */
export function parseTaskHandle(handle: string): TaskReference {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString()) as Partial<TaskReference>;
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { taskId, sourceArn };
  } catch {
    // Not JSON: refused below, as every other text that holds no task.
  }
  throw invalidParameterValue('Value for parameter TaskHandle is invalid.');
}
