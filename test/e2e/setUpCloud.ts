import type { Workbench } from '../editor/workbench.ts';

/**
 * Sets the cloud up as a person does, from the box on: at an address of their own, without asking the provider anything.
 * @param address such as `https://api.example.com/v1`, with an API like OpenAI's
 * @param look takes a picture of each step
 */
export async function setUpCloud(
  workbench: Workbench,
  address: string,
  key: string,
  model: string,
  look: (name: string) => Promise<unknown> = async () => {},
): Promise<void> {
  const { quickInput } = workbench;
  const step = async (number: number) => {
    await quickInput.widget().getByText(`(${number}/4)`).waitFor();
    await look(`configure-${number}`);
  };
  await step(1);
  await quickInput.pick('Another Address…');
  await quickInput.row('Like OpenAI').waitFor();
  await quickInput.pick('Like OpenAI');
  await quickInput.widget().getByText('The address of the provider').waitFor();
  await quickInput.answer(address);
  await step(2);
  await quickInput.answer(key);
  await step(3);
  await quickInput.pick('Type the Name');
  await quickInput.widget().getByText('The model to ask').waitFor();
  await quickInput.answer(model);
  await step(4);
  await quickInput.pick('Not Now');
  await workbench.notification('It has not been tested').waitFor();
  await workbench.command('Notifications: Clear All Notifications');
}
