// One call to the demo: JSON in, JSON out, and refusals told apart from a network that is down.

const PATIENCE = 30_000;

export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.title ?? "服务暂时出错，请稍后再试");
    this.status = status;
    this.retryAfter = problem.retry_after ?? null;
  }
}

export class Unreachable extends Error {
  constructor() {
    super("网络不通，请检查网络后再试");
  }
}

export async function call(path, { method = "GET", body } = {}) {
  const answer = await reach(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const said = await read(answer);
  if (!answer.ok) throw new Refusal(answer.status, said);
  return said;
}

async function reach(path, options) {
  try {
    return await fetch(path, { ...options, credentials: "omit", cache: "no-store" });
  } catch {
    throw new Unreachable();
  }
}

async function read(answer) {
  try {
    const text = await answer.text();
    return text ? JSON.parse(text) : {};
  } catch {
    // A proxy's error page, or a connection cut in the middle: the status says enough.
    if (answer.ok) throw new Unreachable();
    return {};
  }
}
