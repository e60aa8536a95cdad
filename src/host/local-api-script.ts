/**
 * The PHP that calls localAPI(): it frames the answer between marks that the install cannot know, and says how far it came where the install's code
 * ends it. Written for PHP 5.6 and later. It loads init.php at the top level, as every script that WHMCS documents does.
 */

export interface LocalApiScript {
  readonly mark: string;
  readonly root: string;
  readonly uid: number;
  readonly phpVersion: string | null;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly asAdmin: string | null;
}

export function localApiScript(wish: LocalApiScript): string {
  // base64 holds nothing that ends a string or begins a variable
  return source.replace('{wish}', Buffer.from(JSON.stringify(wish), 'utf8').toString('base64'));
}

const source = `<?php
final class WhmcsDoctorLogin
{
    public static $wish = array();
    private static $during = 'init';
    private static $said = false;

    public static function begin($text)
    {
        self::$wish = json_decode(base64_decode($text), true);
        register_shutdown_function(array('WhmcsDoctorLogin', 'ended'));
        $version = self::$wish['phpVersion'];
        if ($version !== null && strpos(PHP_VERSION . '.', $version . '.') !== 0) {
            self::say(array('is' => 'wrong-php'));
            exit(0);
        }
        if (function_exists('posix_geteuid') && posix_geteuid() !== self::$wish['uid']) {
            self::say(array('is' => 'wrong-user'));
            exit(0);
        }
    }

    public static function call()
    {
        self::$during = 'call';
        if (!function_exists('localAPI')) {
            self::say(array('is' => 'no-local-api'));
            return;
        }
        $wish = self::$wish;
        $answer = $wish['asAdmin'] === null
            ? localAPI($wish['action'], $wish['parameters'])
            : localAPI($wish['action'], $wish['parameters'], $wish['asAdmin']);
        self::say(array('is' => 'answer', 'answer' => $answer));
    }

    public static function failed($error)
    {
        $what = get_class($error) . ': ' . $error->getMessage();
        self::say(array('is' => 'ended', 'during' => self::$during, 'error' =>
            array('message' => $what, 'file' => $error->getFile(), 'line' => $error->getLine())));
    }

    public static function ended()
    {
        $last = error_get_last();
        $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
        self::say(array('is' => 'ended', 'during' => self::$during,
            'error' => $last !== null && ($last['type'] & $fatal) !== 0 ? $last : null));
    }

    private static function say(array $frame)
    {
        if (self::$said) {
            return;
        }
        self::$said = true;
        $text = json_encode($frame + array('php' => PHP_VERSION), JSON_PARTIAL_OUTPUT_ON_ERROR);
        $framed = self::$wish['mark'] . base64_encode($text) . self::$wish['mark'] . "\\n";
        // past every output buffer of the install
        $out = @fopen('php://stdout', 'w');
        if ($out === false) {
            while (ob_get_level() > 0 && @ob_end_clean()) {
            }
            echo $framed;
            return;
        }
        fwrite($out, $framed);
        fflush($out);
    }
}

WhmcsDoctorLogin::begin('{wish}');
try {
    require WhmcsDoctorLogin::$wish['root'] . '/init.php';
    WhmcsDoctorLogin::call();
} catch (Exception $whmcsDoctorError) {
    WhmcsDoctorLogin::failed($whmcsDoctorError);
} catch (Error $whmcsDoctorError) {
    WhmcsDoctorLogin::failed($whmcsDoctorError);
}
`;
