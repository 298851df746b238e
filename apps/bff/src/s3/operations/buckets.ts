/** What is asked of the one bucket there is: HeadBucket, GetBucketLocation, ListBuckets, CreateBucket. */
import { bucket } from "../../blobs/prefixes.ts";
import { answer, answerXml, type Call } from "../call.ts";
import { S3Problem } from "../s3-problem.ts";

export async function headBucket(call: Call): Promise<void> {
  answer(call, 200, { "x-amz-bucket-region": "us-east-1" });
}

// Empty stands for us-east-1.
export const getBucketLocation = async (call: Call): Promise<void> => answerXml(call, ["LocationConstraint", ""]);

export async function listBuckets(call: Call): Promise<void> {
  answerXml(call, [
    "ListAllMyBucketsResult",
    [
      [
        "Owner",
        [
          ["ID", "skein"],
          ["DisplayName", "skein"],
        ],
      ],
      [
        "Buckets",
        [
          [
            "Bucket",
            [
              ["Name", bucket],
              ["CreationDate", new Date(0).toISOString()],
            ],
          ],
        ],
      ],
    ],
  ]);
}

export async function createBucket(): Promise<void> {
  throw new S3Problem("BucketAlreadyOwnedByYou", `The bucket ${bucket} is always there`);
}
