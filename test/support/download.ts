import { AwsClient } from 'aws4fetch';
import type { S3Settings } from '../../media/storage/s3.ts';

/** As whoever has the keys. */
export async function downloadFrom(
  { S3_ACCESS_KEY, S3_SECRET, S3_REGION, S3_ENDPOINT, S3_BUCKET }: S3Settings,
  key: string,
): Promise<Buffer<ArrayBuffer>> {
  const aws = new AwsClient({
    ...{ accessKeyId: S3_ACCESS_KEY, secretAccessKey: S3_SECRET },
    ...{ region: S3_REGION, service: 's3' },
  });
  const answer = await aws.fetch(`${S3_ENDPOINT}/${S3_BUCKET}/${key}`);
  if (!answer.ok) throw new Error(`${key} is not in the storage: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
