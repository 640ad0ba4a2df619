import protobuf from "protobufjs";
import { z } from "zod";

/**
 * The binary frames of Feishu's long connection, as its official SDK reads and writes them: field numbers and
 * wire types were taken from the bytes, not from a published description.
 *
 * `SeqID` and `LogID` are 64 bits wide at Feishu. 32 are the same on the wire for numbers as small as the
 * stand-in's, and the SDK switches 64-bit integers off in the copy of protobufjs that it shares with us.
 */
const schema = `
  syntax = "proto2";
  package pbbp2;
  message Header {
    required string key = 1;
    required string value = 2;
  }
  message Frame {
    required uint32 SeqID = 1;
    required uint32 LogID = 2;
    required int32 service = 3;
    required int32 method = 4;
    repeated Header headers = 5;
    optional string payloadEncoding = 6;
    optional string payloadType = 7;
    optional bytes payload = 8;
    optional string LogIDNew = 9;
  }`;

const FrameMessage = protobuf.parse(schema, { keepCase: true }).root.lookupType("pbbp2.Frame");

/** `method` of a frame. */
export const CONTROL = 0;
export const DATA = 1;

const Frame = z.object({
  SeqID: z.number(),
  LogID: z.number(),
  service: z.number(),
  method: z.number(),
  headers: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  payload: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
});

/** One frame of the long connection, either way. */
export type Frame = z.infer<typeof Frame>;

/** The bytes of a frame. */
export function encodeFrame(frame: Frame): Uint8Array {
  return FrameMessage.encode(FrameMessage.fromObject(frame)).finish();
}

/** The frame in these bytes; throws when they are none. */
export function decodeFrame(bytes: Uint8Array): Frame {
  return Frame.parse(FrameMessage.toObject(FrameMessage.decode(bytes)));
}

/** The value of the first header with this key. */
export function headerOf(frame: Frame, key: string): string | undefined {
  return frame.headers.find((header) => header.key === key)?.value;
}

/** What a pushed event's frames have in common. */
export interface EventFrames {
  readonly type: "event" | "card";
  readonly messageId: string;
  readonly traceId: string;
  readonly service: number;
  readonly payload: Uint8Array;
  /** Largest payload of one frame, in bytes. */
  readonly chunkBytes: number;
}

/** The frames that carry one event: one, or as many as its payload needs, numbered by `seq` of `sum`. */
export function eventFrames(event: EventFrames): Frame[] {
  const sum = Math.max(1, Math.ceil(event.payload.byteLength / event.chunkBytes));
  return Array.from({ length: sum }, (_, seq) => ({
    SeqID: seq + 1,
    LogID: seq + 1,
    service: event.service,
    method: DATA,
    headers: headers({ type: event.type, message_id: event.messageId, sum, seq, trace_id: event.traceId }),
    payload: event.payload.subarray(seq * event.chunkBytes, (seq + 1) * event.chunkBytes),
  }));
}

/** The answer to a ping: the client's configuration, which Feishu may change at any time. */
export function pongFrame(ping: Frame, clientConfig: object): Frame {
  const payload = new TextEncoder().encode(JSON.stringify(clientConfig));
  return { ...ping, headers: headers({ type: "pong" }), payload };
}

function headers(values: Record<string, string | number>): Frame["headers"] {
  return Object.entries(values).map(([key, value]) => ({ key, value: String(value) }));
}
